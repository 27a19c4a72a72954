// Lit once a vertex instead of once a pixel: for while things move on a computer without a graphics card.
attribute vec3 a_position;
attribute vec4 a_normal;
uniform mat4 u_matrix;
varying vec3 v_colour;

void main() {
    gl_Position = u_matrix * vec4(a_position, 1.0);
    v_colour = lit_skin(a_normal);
}
