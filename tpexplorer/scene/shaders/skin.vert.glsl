attribute vec3 a_position;
attribute vec4 a_normal;  // xyz outward, w light from the sky
uniform mat4 u_matrix;
varying vec4 v_normal;

void main() {
    gl_Position = u_matrix * vec4(a_position, 1.0);
    v_normal = a_normal;
}
