attribute vec3 a_position;
attribute vec2 a_corner;
uniform mat4 u_matrix;
varying vec2 v_corner;

void main() {
    gl_Position = u_matrix * vec4(a_position, 1.0);
    v_corner = a_corner;
}
