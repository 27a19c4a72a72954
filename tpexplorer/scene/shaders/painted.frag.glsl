varying vec4 v_normal;
varying vec3 v_position;
varying vec4 v_essential;
varying vec4 v_spillover;
varying vec4 v_extent;
uniform vec3 u_essential;
uniform vec3 u_edge;
uniform vec3 u_muscle;
uniform float u_pixel;  // mm a pixel

float inside(float field) {
    return clamp(0.5 - field / u_pixel, 0.0, 1.0);
}

float band(float field, float width) {
    return inside(field) * (1.0 - inside(field + width));
}

void main() {
    vec3 colour = lit_skin(v_normal);
    float essential = v_essential.w + dot(v_essential.xyz, v_position);
    float spillover = v_spillover.w + dot(v_spillover.xyz, v_position);
    float extent = v_extent.w + dot(v_extent.xyz, v_position);
    float line = max(1.4 * u_pixel, 0.5);
    float lit = 0.42 + 0.58 * clamp(dot(colour, vec3(1.0)) / dot(u_skin, vec3(1.0)), 0.35, 1.12);
    vec3 ink = mix(colour, u_muscle, 0.34 * inside(extent));
    ink = mix(ink, u_muscle, 0.9 * band(extent, line));
    float spill = max(spillover, -essential);
    ink = mix(ink, u_essential, 0.16 * inside(spill));
    ink = mix(ink, u_essential, 0.75 * band(spill, line * 0.8));
    ink = mix(ink, u_essential, 0.86 * inside(essential));
    ink = mix(ink, u_edge, 0.9 * band(essential, line));
    float covered = max(max(inside(extent), inside(spillover)), inside(essential));
    gl_FragColor = vec4(mix(colour, ink * lit, covered), 1.0);
}
