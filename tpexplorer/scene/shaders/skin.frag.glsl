// The look of the skin: the same sums as plates/shade.py.
varying vec4 v_normal;
varying vec4 v_fields;
uniform vec3 u_key;
uniform vec3 u_fill;
uniform vec3 u_rim;
uniform vec3 u_weights;
uniform vec3 u_back;
uniform vec3 u_skin;
uniform vec3 u_shade;
uniform vec3 u_essential;
uniform vec3 u_edge;
uniform vec3 u_muscle;
uniform float u_pixel;    // mm a pixel
uniform float u_fibre;    // mm between drawn fibres
uniform float u_painted;  // 0: bare skin everywhere

float wrapped(vec3 normal, vec3 light) {
    return clamp((dot(normal, light) + 0.15) / 1.15, 0.0, 1.0);
}

float inside(float field) {
    return clamp(0.5 - field / u_pixel, 0.0, 1.0);
}

float band(float field, float width) {
    return inside(field) * (1.0 - inside(field + width));
}

void main() {
    vec3 normal = normalize(v_normal.xyz);
    float sky = pow(max(v_normal.w, 0.0), 1.6);
    float direct = u_weights.x * wrapped(normal, u_key) + u_weights.y * wrapped(normal, u_fill)
                 + u_weights.z * wrapped(normal, u_rim);
    float light = 0.30 * (0.35 + 0.65 * sky) + direct * (0.45 + 0.55 * sky);
    float tone = clamp(light, 0.0, 1.15);
    vec3 colour = u_shade * (1.0 - min(tone, 1.0)) * 0.55 + u_skin * tone;
    float grazing = 1.0 - max(dot(normal, u_back), 0.0);
    float rim = grazing * grazing * grazing;
    colour = colour * (1.0 - 0.35 * rim) + u_shade * 0.35 * rim * tone;
    if (u_painted > 0.5 && min(min(v_fields.x, v_fields.y), v_fields.z) < 1.0) {
        float line = max(1.4 * u_pixel, 0.5);
        float lit = 0.42 + 0.58 * clamp(dot(colour, vec3(1.0)) / dot(u_skin, vec3(1.0)), 0.35, 1.12);
        vec3 ink = colour;
        float muscle = inside(v_fields.z);
        float across = abs(fract(v_fields.w / u_fibre + 0.5) - 0.5) * u_fibre;
        ink = mix(ink, u_muscle, 0.34 * muscle);
        ink = mix(ink, u_muscle, 0.55 * muscle * inside(across - line * 0.55));
        ink = mix(ink, u_muscle, 0.9 * band(v_fields.z, line));
        float spill = max(v_fields.y, -v_fields.x);
        ink = mix(ink, u_essential, 0.16 * inside(spill));
        ink = mix(ink, u_essential, 0.75 * band(spill, line * 0.8));
        ink = mix(ink, u_essential, 0.86 * inside(v_fields.x));
        ink = mix(ink, u_edge, 0.9 * band(v_fields.x, line));
        float covered = max(max(muscle, inside(v_fields.y)), inside(v_fields.x));
        colour = mix(colour, ink * lit, covered);
    }
    gl_FragColor = vec4(colour, 1.0);
}
