varying vec2 v_corner;
varying vec3 v_shape;
varying vec4 v_fill;
varying vec4 v_edge;

void main() {
    float round_reach = length(v_corner);
    float reach = mix(round_reach, (abs(v_corner.x) + abs(v_corner.y)) / 1.22, v_shape.y);
    float inner = clamp(v_shape.x - reach, 0.0, 1.0) * clamp(reach - v_shape.z + 0.5, 0.0, 1.0);
    float outer = clamp(v_shape.x + 2.0 - reach, 0.0, 1.0);
    vec4 colour = mix(v_edge, v_fill, inner);
    gl_FragColor = vec4(colour.rgb, colour.a * outer);
}
