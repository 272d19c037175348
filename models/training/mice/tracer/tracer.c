/* tracer.h on a CPU. One call renders one image, sixteen rays at a time (with vector types of the compiler).
   cpu.py describes the layouts of the arguments. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { N = 16 };
typedef float F __attribute__((vector_size(4 * N)));
typedef int I __attribute__((vector_size(4 * N)));
typedef unsigned U __attribute__((vector_size(4 * N)));
#define INL static inline __attribute__((always_inline))
#define OUT static __attribute__((noinline))
#define FUN static
#define MAKE(T, ...) ((T){__VA_ARGS__})
#define FLOATS(x) __builtin_convertvector(x, F)
#define INTS(x) __builtin_convertvector(x, I)
#define ONE(m) (-(m))
INL F each_(float x) { return (F){0} + x; }
INL F sel(I m, F a, F b) { return (F)(((I)a & m) | ((I)b & ~m)); }
INL int some(I m) { int r = 0; for (int i = 0; i < N; i++) r |= m[i]; return r; }
INL F root(F x) { F r; for (int i = 0; i < N; i++) r[i] = sqrtf(x[i]); return r; }
INL F power(F x, float y) { F r; for (int i = 0; i < N; i++) r[i] = powf(x[i], y); return r; }
#include "tracer.h"

/* prims [n,33 floats], shading [34 floats], w2c [16], k = fx fy cx cy; a pixel at an edge gets samples² rays;
   output: rgb [H,W,3] premultiplied, alpha [H,W], depth z [H,W] (0: empty). */
void trace(const float *prims, int n, const float *shading, const float *w2c, const float *k, int width, int height, int samples, float *rgb, float *alpha, float *depth) {
  Bound B[MAXP]; if (n > MAXP) n = MAXP;
  for (int i = 0; i < n; i++) B[i] = bound((const Prim *)prims + i);
  Camera C = camera(w2c, k); Tile T;
  Scene S = {.P = (const Prim *)prims, .B = B, .L = (const Shading *)shading, .list = T.list, .eye = C.eye};
  Pixel *pixels = calloc((size_t)width * height, sizeof(Pixel));
  memset(rgb, 0, sizeof(float) * width * height * 3); memset(alpha, 0, sizeof(float) * width * height); memset(depth, 0, sizeof(float) * width * height);
  for (int pass = 0; pass < 2; pass++)   /* 0: one ray per pixel; 1: samples² rays for the pixels at an edge */
  for (int y0 = 0; y0 < height; y0 += TILE) for (int x0 = 0; x0 < width; x0 += TILE) {
    find_prims(&C, B, n, x0, y0, &T);
    if (!(S.n = T.n)) continue;
    int todo[TILE * TILE], m = 0, each = pass ? samples * samples : 1;
    for (int y = y0; y < y0 + TILE && y < height; y++) for (int x = x0; x < x0 + TILE && x < width; x++) {
      const Pixel *c = pixels + y * width + x; int edge = !pass || is_near(c);
      for (int a = 0; a < 4 && !edge; a++) {
        int xx = x + (a == 0) - (a == 1), yy = y + (a == 2) - (a == 3); if (xx < 0 || yy < 0 || xx >= width || yy >= height) continue;
        edge = differ(c, pixels + yy * width + xx);
      }
      if (edge) todo[m++] = y * width + x;
    }
    if (!m) continue;
    if (pass) for (int i = 0; i < m; i++) for (int c = 0; c < 3; c++) rgb[3 * todo[i] + c] = 0;
    float cover[TILE * TILE] = {0}, zs[TILE * TILE] = {0};
    for (int first = 0; first < m * each; first += N) {
      F u, v, t, near, part; int lanes = m * each - first < N ? m * each - first : N;
      for (int i = 0; i < N; i++) {
        int j = first + (i < lanes ? i : 0), at = todo[j / each], s = j % each, g = pass ? samples : 1;
        u[i] = at % width + (s % g + 0.5f) / g; v[i] = at / width + (s / g + 0.5f) / g;
      }
      W dir = ray(&C, u, v); F across = wdotv(dir, C.z);
      I hit = cast(&S, dir, T.start, T.end, pass ? C.pixel / samples : C.pixel, &t, &near);
      W col = wide(MAKE(V, 0, 0, 0)); part = each_(0);
      if (some(hit)) col = shade(&S, wadd(wide(S.eye), wmul(dir, t)), dir, C.pixel * t, &part);
      for (int i = 0; i < lanes; i++) {
        int j = (first + i) / each, at = todo[j]; float weight = hit[i] ? 1.f / each : 0;
        if (!pass) pixels[at] = (Pixel){.t = hit[i] ? t[i] : 0, .z = hit[i] ? t[i] * across[i] : 0, .part = part[i], .near = near[i], .hit = hit[i] != 0};
        if (!hit[i]) continue;
        rgb[3 * at] += col.x[i] * weight; rgb[3 * at + 1] += col.y[i] * weight; rgb[3 * at + 2] += col.z[i] * weight;
        cover[j] += weight; zs[j] += weight * t[i] * across[i];
      }
    }
    for (int j = 0; j < m; j++) {
      int at = todo[j]; alpha[at] = cover[j];
      depth[at] = cover[j] <= 0 ? 0 : pixels[at].hit ? pixels[at].z : zs[j] / cover[j];
    }
  }
  free(pixels);
}
