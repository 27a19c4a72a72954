// Three soft lights and the sky: the same sums as plates/shade.py.
uniform vec3 u_key;
uniform vec3 u_fill;
uniform vec3 u_rim;
uniform vec3 u_weights;
uniform float u_ambient;
uniform vec3 u_back;
uniform vec3 u_skin;
uniform vec3 u_shade;

float wrapped(vec3 normal, vec3 light) {
    return clamp((dot(normal, light) + 0.15) / 1.15, 0.0, 1.0);
}

vec3 lit_skin(vec4 surface) {
    vec3 normal = normalize(surface.xyz);
    float sky = surface.w;
    float direct = u_weights.x * wrapped(normal, u_key) + u_weights.y * wrapped(normal, u_fill)
                 + u_weights.z * wrapped(normal, u_rim);
    float light = u_ambient * (0.35 + 0.65 * sky) + direct * (0.45 + 0.55 * sky);
    float tone = clamp(light, 0.0, 1.15);
    vec3 colour = u_shade * (1.0 - min(tone, 1.0)) * 0.55 + u_skin * tone;
    float grazing = 1.0 - max(dot(normal, u_back), 0.0);
    float rim = grazing * grazing * grazing;
    return colour * (1.0 - 0.35 * rim) + u_shade * 0.35 * rim * tone;
}
