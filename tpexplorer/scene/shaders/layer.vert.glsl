attribute vec3 a_position;
attribute vec4 a_field;
attribute vec2 a_covered;  // mm to each of two zones that show in place of the tint
uniform mat4 u_matrix;
varying vec3 v_position;
varying vec4 v_field;
varying vec2 v_covered;

void main() {
    gl_Position = u_matrix * vec4(a_position, 1.0);
    v_position = a_position;
    v_field = a_field;
    v_covered = a_covered;
}
