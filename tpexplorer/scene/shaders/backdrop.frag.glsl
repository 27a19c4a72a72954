varying vec2 v_corner;
uniform vec3 u_top;
uniform vec3 u_bottom;

void main() {
    gl_FragColor = vec4(mix(u_bottom, u_top, v_corner.y * 0.5 + 0.5), 1.0);
}
