varying vec2 v_corner;
uniform vec3 u_colour;
uniform vec3 u_halo;
uniform float u_thin;  // a pixel as a share of the radius

void main() {
    float off = abs(length(v_corner) - 1.0 + 2.0 * u_thin) / u_thin;
    float core = clamp(1.6 - off, 0.0, 1.0);
    float halo = 0.7 * clamp(2.8 - off, 0.0, 1.0);
    gl_FragColor = vec4(mix(u_halo, u_colour, core), max(core, halo));
}
