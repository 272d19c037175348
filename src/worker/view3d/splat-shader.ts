import { RULES } from '../../core/rasterize/rules.ts';

/** Texels of one Gaussian in the texture of shapes: centre and axes, 12 numbers. */
export const SHAPE_TEXELS = 3;
/** Gaussians in one row of the textures. */
export const ROW = 1024;

const number = (value: number) => value.toFixed(8);

/**
 * Draws one Gaussian as a rectangle. The formulas are those of `project.ts` in src/core/rasterize. Corners are −1…1, and
 * `at` is in standard deviations.
 */
export const VERTEX_SHADER = `
precision highp float;
precision highp int;
uniform highp sampler2D shapes;
uniform highp sampler2D paints;
uniform highp usampler2D orders;
uniform int first;
uniform mat3 turn;
uniform vec3 shift;
uniform vec4 lens;
uniform vec2 size;
uniform vec2 limit;
uniform float dot_radius;
in vec2 corner;
out vec2 at;
flat out vec4 paint;

void main() {
  gl_Position = vec4(2.0, 2.0, 0.0, 1.0);
  int place = first + gl_InstanceID;
  int index = int(texelFetch(orders, ivec2(place % ${ROW}, place / ${ROW}), 0).r);
  int row = index / ${ROW};
  int column = index - row * ${ROW};
  vec4 s0 = texelFetch(shapes, ivec2(${SHAPE_TEXELS} * column, row), 0);
  vec4 s1 = texelFetch(shapes, ivec2(${SHAPE_TEXELS} * column + 1, row), 0);
  vec4 s2 = texelFetch(shapes, ivec2(${SHAPE_TEXELS} * column + 2, row), 0);
  paint = texelFetch(paints, ivec2(column, row), 0);
  vec3 p = turn * s0.xyz + shift;
  if (p.z <= ${number(RULES.NEAR)}) return;
  vec2 centre = lens.xy * p.xy / p.z + lens.zw;
  vec2 offset;
  if (dot_radius > 0.0) {
    at = 1.5 * corner;
    offset = at * dot_radius;
  } else {
    // The columns are the Gaussian's axes, seen from the camera.
    mat3 axes = turn * mat3(s0.w, s1.x, s1.y, s1.z, s1.w, s2.x, s2.y, s2.z, s2.w);
    vec2 slope = clamp(p.xy / p.z, -limit, limit);
    vec3 depth = vec3(axes[0].z, axes[1].z, axes[2].z);
    vec3 a = lens.x / p.z * (vec3(axes[0].x, axes[1].x, axes[2].x) - slope.x * depth);
    vec3 b = lens.y / p.z * (vec3(axes[0].y, axes[1].y, axes[2].y) - slope.y * depth);
    float xx = dot(a, a) + ${number(RULES.BLUR)};
    float yy = dot(b, b) + ${number(RULES.BLUR)};
    float xy = dot(a, b);
    float half_difference = 0.5 * (xx - yy);
    float spread = sqrt(half_difference * half_difference + xy * xy);
    float larger = 0.5 * (xx + yy) + spread;
    vec3 normal = cross(a, b);
    float det = dot(normal, normal) + ${number(RULES.BLUR)} * (dot(a, a) + dot(b, b) + ${number(RULES.BLUR)});
    // The product of the two is the determinant. A difference would lose digits.
    float smaller = det / larger;
    vec2 along = half_difference >= 0.0 ? vec2(half_difference + spread, xy) : vec2(xy, spread - half_difference);
    float length_of_it = length(along);
    along = length_of_it > 0.0 ? along / length_of_it : vec2(1.0, 0.0);
    // Alpha is at least MIN_ALPHA exactly within this many standard deviations.
    float reach = sqrt(max(0.0, 2.0 * log(paint.a / ${number(RULES.MIN_ALPHA)})));
    at = reach * corner;
    offset = at.x * sqrt(larger) * along + at.y * sqrt(smaller) * vec2(-along.y, along.x);
  }
  vec2 position = (centre + offset) / size;
  gl_Position = vec4(2.0 * position.x - 1.0, 1.0 - 2.0 * position.y, 0.0, 1.0);
}`;

/** Premultiplied colour. */
export const FRAGMENT_SHADER = `
precision highp float;
uniform float dot_radius;
in vec2 at;
flat in vec4 paint;
out vec4 result;

void main() {
  float alpha = dot_radius > 0.0
    ? clamp((1.25 - length(at)) * dot_radius, 0.0, 1.0)
    : min(${number(RULES.MAX_ALPHA)}, paint.a * exp(-0.5 * dot(at, at)));
  if (alpha < ${number(RULES.MIN_ALPHA)}) discard;
  result = vec4(paint.rgb * alpha, alpha);
}`;
