attribute vec3 a_position;
attribute vec2 a_corner;
attribute vec4 a_style;   // x deep (diamond), y 0 plain 1 hovered 2 selected, z 1 where plain ones recede, w radius factor
uniform mat4 u_matrix;
uniform vec3 u_toward;    // mm toward the eye, so that a disc does not sink into the skin
uniform vec2 u_pixel;     // one pixel in clip space
uniform float u_radius;   // px
varying vec2 v_corner;
varying vec4 v_style;

void main() {
    vec4 centre = u_matrix * vec4(a_position + u_toward, 1.0);
    float reach = (u_radius * a_style.w + 4.0) * (a_style.x > 0.5 ? 1.25 : 1.0);
    gl_Position = centre + vec4(a_corner * reach * u_pixel * centre.w, 0.0, 0.0);
    v_corner = a_corner * reach;
    v_style = a_style;
}
