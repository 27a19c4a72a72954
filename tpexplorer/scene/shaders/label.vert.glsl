attribute vec2 a_position;  // px from the top left
attribute vec2 a_corner;    // texture coordinates
uniform vec2 u_size;        // px of the view
varying vec2 v_corner;

void main() {
    gl_Position = vec4(a_position.x / u_size.x * 2.0 - 1.0, 1.0 - a_position.y / u_size.y * 2.0, 0.0, 1.0);
    v_corner = a_corner;
}
