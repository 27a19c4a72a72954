varying vec2 v_corner;
varying vec4 v_style;
uniform float u_radius;
uniform float u_hidden;   // 1: drawn as a hollow ring behind the body
uniform vec3 u_fill;
uniform vec3 u_rim;
uniform vec3 u_selected;

void main() {
    float radius = u_radius * v_style.w;
    float reach = v_style.x > 0.5 ? (abs(v_corner.x) + abs(v_corner.y)) / 1.22 : length(v_corner);
    float outer = 1.0 - smoothstep(radius + 1.2, radius + 2.4, reach);
    float inner = 1.0 - smoothstep(radius - 1.2, radius, reach);
    float core = 1.0 - smoothstep(radius * 0.45 - 0.8, radius * 0.45 + 0.4, reach);
    vec3 fill = v_style.y > 1.5 ? mix(u_selected, u_rim, core) : v_style.y > 0.5 ? mix(u_fill, u_selected, 0.6) : u_fill;
    float strong = v_style.y > 1.5 ? 0.9 : v_style.y > 0.5 ? 0.8 : v_style.z > 0.5 ? 0.0 : 0.26;
    float plain = v_style.z > 0.5 && v_style.y < 0.5 ? 0.72 : 1.0;
    float alpha = u_hidden > 0.5 ? outer * (1.0 - inner) * strong : outer * plain;
    vec3 colour = u_hidden > 0.5 ? (v_style.y > 0.5 ? mix(u_rim, u_selected, 0.5) : u_rim) : mix(u_rim, fill, inner);
    gl_FragColor = vec4(colour, alpha);
}
