// A tint, hatching and an outline laid over the skin: the same sums as plates/shade.py.
varying vec3 v_position;
varying vec4 v_field;
varying vec2 v_covered;
uniform vec3 u_colour;
uniform float u_tint;     // opacity of the tint, of the hatching, of the outline
uniform float u_lines;
uniform float u_edge;
uniform float u_width;    // px of the outline
uniform float u_pixel;    // mm a pixel
uniform float u_spacing;  // mm from line to line
uniform vec3 u_across;    // across the lines

float inside(float field) {
    return clamp(0.5 - field / u_pixel, 0.0, 1.0);
}

void main() {
    float field = v_field.w + dot(v_field.xyz, v_position);
    float line = max(u_width * u_pixel, 0.6);
    float off = abs(fract(dot(vec3(abs(v_position.x), v_position.yz), u_across) / u_spacing) - 0.5) * u_spacing;
    float tint = u_tint * (1.0 - inside(min(v_covered.x, v_covered.y)));
    float drawn = max(tint, max(u_lines * inside(off - u_spacing * 0.14), u_edge * (1.0 - inside(field + line))));
    gl_FragColor = vec4(u_colour, drawn * inside(field));
}
