varying vec4 v_normal;
uniform vec3 u_key;
uniform vec3 u_skin;
uniform vec3 u_shade;

void main() {
    float light = clamp(dot(normalize(v_normal.xyz), u_key) * 0.6 + 0.4, 0.0, 1.0);
    gl_FragColor = vec4(mix(u_shade, u_skin, light), 1.0);
}
