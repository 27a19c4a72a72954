varying vec2 v_corner;
uniform vec4 u_colour;

void main() {
    float reach = length(v_corner);
    float soft = fwidth(reach);
    gl_FragColor = vec4(u_colour.rgb, u_colour.a * (1.0 - smoothstep(1.0 - soft, 1.0, reach)));
}
