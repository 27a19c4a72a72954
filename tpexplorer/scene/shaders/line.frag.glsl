varying vec2 v_corner;
uniform vec4 u_colour;

void main() {
    gl_FragColor = vec4(u_colour.rgb, u_colour.a * (1.0 - smoothstep(0.4, 1.0, abs(v_corner.y))));
}
