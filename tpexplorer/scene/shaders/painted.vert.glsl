// A field is carried as value and slope: field = w + dot(xyz, position), curved between the vertices.
attribute vec3 a_position;
attribute vec4 a_normal;
attribute vec4 a_essential;
attribute vec4 a_spillover;
attribute vec4 a_extent;
uniform mat4 u_matrix;
varying vec4 v_normal;
varying vec3 v_position;
varying vec4 v_essential;
varying vec4 v_spillover;
varying vec4 v_extent;

void main() {
    gl_Position = u_matrix * vec4(a_position, 1.0);
    v_normal = a_normal;
    v_position = a_position;
    v_essential = a_essential;
    v_spillover = a_spillover;
    v_extent = a_extent;
}
