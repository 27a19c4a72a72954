varying vec4 v_normal;

void main() {
    gl_FragColor = vec4(lit_skin(v_normal), 1.0);
}
