attribute vec3 a_position;
attribute vec2 a_corner;
attribute vec4 a_style;   // x deep (diamond), y 0 plain 1 hovered 2 selected, z 1 where plain ones recede, w radius factor
attribute float a_spacing;  // mm to the nearest more important marker
uniform mat4 u_matrix;
uniform float u_least;     // mm that markers must be apart to show
uniform vec3 u_toward;    // mm toward the eye, so that a disc does not sink into the skin
uniform vec2 u_pixel;     // one pixel in clip space
uniform float u_radius;   // px
uniform float u_hidden;   // 1: drawn as a hollow ring behind the body
uniform vec3 u_fill;
uniform vec3 u_rim;
uniform vec3 u_selected;
varying vec2 v_corner;    // px
varying vec3 v_shape;     // x radius in px, y diamond, z radius of the core in px
varying vec4 v_fill;
varying vec4 v_edge;

void main() {
    vec4 centre = u_matrix * vec4(a_position + u_toward, 1.0);
    bool chosen = a_style.y > 1.5;
    bool hovered = a_style.y > 0.5 && !chosen;
    bool plain = a_style.y < 0.5;
    bool receding = plain && a_style.z > 0.5;
    float radius = u_radius * a_style.w;
    float reach = (radius + 2.0) * (a_style.x > 0.5 ? 1.22 : 1.0);
    if (u_hidden > 0.5) {
        float strength = chosen ? 0.9 : hovered ? 0.8 : receding ? 0.0 : 0.26;
        v_edge = vec4(plain ? u_rim : mix(u_rim, u_selected, 0.5), strength);
        v_fill = vec4(v_edge.rgb, 0.0);
        reach *= receding ? 0.0 : 1.0;
    } else {
        v_fill = vec4(chosen ? u_selected : hovered ? mix(u_fill, u_selected, 0.6) : u_fill, receding ? 0.72 : 1.0);
        v_edge = vec4(u_rim, v_fill.a);
    }
    // Behind the body fewer still: they are a hint, and must not crowd what is in sight.
    reach *= a_spacing < u_least * (u_hidden > 0.5 ? 2.5 : 1.0) ? 0.0 : 1.0;
    gl_Position = centre + vec4(a_corner * reach * u_pixel * centre.w, 0.0, 0.0);
    v_corner = a_corner * reach;
    v_shape = vec3(radius, a_style.x, chosen && u_hidden < 0.5 ? radius * 0.45 : -2.0);
}
