// Hatching and an outline laid over the skin: the same sums as plates/shade.py.
varying vec3 v_position;
varying vec4 v_field;
uniform vec3 u_colour;
uniform float u_pixel;    // mm a pixel
uniform float u_spacing;  // mm from line to line
uniform vec3 u_across;    // across the lines

float inside(float field) {
    return clamp(0.5 - field / u_pixel, 0.0, 1.0);
}

void main() {
    float field = v_field.w + dot(v_field.xyz, v_position);
    float line = max(1.6 * u_pixel, 0.6);
    float off = abs(fract(dot(vec3(abs(v_position.x), v_position.yz), u_across) / u_spacing) - 0.5) * u_spacing;
    float drawn = max(0.12, max(0.6 * inside(off - u_spacing * 0.14), 0.9 * (1.0 - inside(field + line))));
    gl_FragColor = vec4(u_colour, drawn * inside(field));
}
