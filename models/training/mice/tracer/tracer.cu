/* tracer.h on a GPU. Renders many pictures of many mice, one thread per ray. gpu.py describes the layouts.
   Pixels are stored tile after tile, so that neighbouring threads test the same primitives. If EMULATE is defined, this
   file is C++ that renders the same pictures on a CPU, one ray at a time. */
#include <math.h>

#ifdef EMULATE
#define __device__
#define __global__
#define __forceinline__ inline __attribute__((always_inline))
#define __noinline__ __attribute__((noinline))
#define __launch_bounds__(...)
static thread_local long long HERE;
#define LAUNCH(count, kernel, ...) for (HERE = 0; HERE < (count); HERE++) kernel(__VA_ARGS__)
#else
#define HERE ((long long)blockIdx.x * blockDim.x + threadIdx.x)
#define LAUNCH(count, kernel, ...) if ((count) > 0) kernel<<<(unsigned)(((count) + 63) / 64), 64, 0, (cudaStream_t)stream>>>(__VA_ARGS__)
#endif

typedef float F;
typedef int I;
typedef unsigned U;
#define INL static __device__ __forceinline__
#define OUT static __device__ __noinline__
#define FUN static __device__
#define MAKE(T, ...) (T{__VA_ARGS__})
#define FLOATS(x) ((float)(x))
#define INTS(x) ((int)(x))
#define ONE(m) ((int)(m))
INL F each_(float x) { return x; }
INL F sel(I m, F a, F b) { return m ? a : b; }
INL int some(I m) { return m; }
INL F root(F x) { return sqrtf(x); }
INL F power(F x, float y) { return powf(x, y); }
#include "tracer.h"

enum { TILE2 = TILE * TILE };
typedef struct {
  const Prim *prims; const int *counts; const Shading *shadings;   /* of the mice: [mice, MAXP], [mice], [mice] */
  const int *which; const float *w2c, *k;                    /* of the pictures: index of the mouse, [16], [4] */
  Bound *bounds; Tile *tiles; Pixel *pixels;                 /* [mice, MAXP], [pictures, tiles], [pictures, tiles, TILE2] */
  unsigned char *edge;                                       /* per pixel: 1 where more rays are needed */
  const long long *todo; Pixel *rays;                        /* [count] indices where edge is 1; [count, samples²] */
  unsigned char *rgb, *alpha; float *depth;                  /* the pictures */
  long long count; int mice, pictures, width, height, samples;
} Job;
typedef struct { int picture, tile, x, y, across, down; } Position;   /* of a pixel; across, down: tiles per row and column */

INL long long tiles_of(const Job &J) { return (long long)((J.width + TILE - 1) / TILE) * ((J.height + TILE - 1) / TILE); }
INL Position position_of(const Job &J, long long at) {
  Position P; long long each = tiles_of(J); int in = (int)(at % TILE2);
  P.across = (J.width + TILE - 1) / TILE; P.down = (J.height + TILE - 1) / TILE;
  P.picture = (int)(at / TILE2 / each); P.tile = (int)(at / TILE2 % each);
  P.x = P.tile % P.across * TILE + in % TILE; P.y = P.tile / P.across * TILE + in / TILE;
  return P;
}
INL int inside(const Job &J, int x, int y) { return x >= 0 && y >= 0 && x < J.width && y < J.height; }
INL unsigned char to_u8(float x) { return (unsigned char)fminf(fmaxf(x * 255 + 0.5f, 0), 255); }
INL void paint(const Job &J, const Position &P, V rgb, float alpha, float z) {   /* on white */
  long long out = ((long long)P.picture * J.height + P.y) * J.width + P.x; float white = 1 - alpha;
  J.rgb[3 * out] = to_u8(rgb.x + white); J.rgb[3 * out + 1] = to_u8(rgb.y + white); J.rgb[3 * out + 2] = to_u8(rgb.z + white);
  J.alpha[out] = to_u8(alpha); J.depth[out] = z;
}

static __global__ void bound_mice(Job J) {
  long long i = HERE;
  if (i < (long long)J.mice * MAXP && i % MAXP < J.counts[i / MAXP]) J.bounds[i] = bound(J.prims + i);
}

static __global__ void find_tiles(Job J) {
  long long i = HERE;
  if (i >= J.pictures * tiles_of(J)) return;
  Position P = position_of(J, i * TILE2); int mouse = J.which[P.picture];
  Camera C = camera(J.w2c + 16ll * P.picture, J.k + 4ll * P.picture);
  find_prims(&C, J.bounds + (long long)mouse * MAXP, J.counts[mouse], P.x, P.y, J.tiles + i);
}

/* pass 0: one ray per pixel; pass 1: samples² rays per pixel of todo. */
static __global__ void __launch_bounds__(64) trace_rays(Job J, int pass) {
  int g = pass ? J.samples : 1, each = g * g; long long i = HERE;
  if (i >= (pass ? J.count * each : J.pictures * tiles_of(J) * TILE2)) return;
  long long at = pass ? J.todo[i / each] : i; int s = (int)(i % each);
  Pixel out = {0, 0, 0, 0, {0, 0, 0}, 0};
  Position P = position_of(J, at); const Tile *T = J.tiles + at / TILE2;
  if (T->n && inside(J, P.x, P.y)) {
    long long mouse = J.which[P.picture];
    Camera C = camera(J.w2c + 16ll * P.picture, J.k + 4ll * P.picture);
    Scene S = {J.prims + mouse * MAXP, J.bounds + mouse * MAXP, J.shadings + mouse, T->list, T->n, C.eye};
    W dir = ray(&C, P.x + (s % g + 0.5f) / g, P.y + (s / g + 0.5f) / g); float t;
    out.hit = cast(&S, dir, T->start, T->end, C.pixel / g, &t, &out.near);
    if (out.hit) {
      W rgb = shade(&S, wadd(wide(S.eye), wmul(dir, t)), dir, C.pixel * t, &out.part);
      out.t = t; out.z = t * wdotv(dir, C.z); out.rgb = MAKE(V, rgb.x, rgb.y, rgb.z);
    }
  }
  (pass ? J.rays : J.pixels)[i] = out;
}

/* Draws the pictures with one ray per pixel, and marks the pixels that need more rays. */
static __global__ void find_edges(Job J) {
  long long i = HERE, each = tiles_of(J);
  if (i >= J.pictures * each * TILE2) return;
  Position P = position_of(J, i); const Pixel *c = J.pixels + i; int edge = 0;
  if (inside(J, P.x, P.y)) {
    paint(J, P, c->rgb, c->hit ? 1 : 0, c->z);
    if (J.tiles[i / TILE2].n) edge = is_near(c);
    for (int a = 0; a < 4 && !edge && J.tiles[i / TILE2].n; a++) {
      int x = P.x + (a == 0) - (a == 1), y = P.y + (a == 2) - (a == 3);
      if (!inside(J, x, y)) continue;
      edge = differ(c, J.pixels + (P.picture * each + y / TILE * P.across + x / TILE) * TILE2 + y % TILE * TILE + x % TILE);
    }
  }
  J.edge[i] = (unsigned char)edge;
}

static __global__ void mix_rays(Job J) {
  long long i = HERE;
  if (i >= J.count) return;
  int each = J.samples * J.samples; V rgb = {0, 0, 0}; float cover = 0, z = 0, weight = 1.f / each;
  for (int s = 0; s < each; s++) {
    const Pixel *r = J.rays + i * each + s;
    if (!r->hit) continue;
    rgb = add(rgb, mul(r->rgb, weight)); cover += weight; z += weight * r->z;
  }
  const Pixel *c = J.pixels + J.todo[i];
  paint(J, position_of(J, J.todo[i]), rgb, cover, cover <= 0 ? 0 : c->hit ? c->z : z / cover);
}

#ifdef EMULATE
static int failed(void) { return 0; }
extern "C" const char *message(int) { return ""; }
#else
static int failed(void) { return (int)cudaGetLastError(); }
extern "C" const char *message(int code) { return cudaGetErrorString((cudaError_t)code); }
#endif
/* Returns the sizes in bytes of Bound, Tile, Pixel, Prim, Shading, Job. */
extern "C" int bytes(int i) {
  const int sizes[] = {sizeof(Bound), sizeof(Tile), sizeof(Pixel), sizeof(Prim), sizeof(Shading), sizeof(Job)};
  return sizes[i];
}
/* Renders the pictures with one ray per pixel, and `edge`. Returns the number of an error, or 0. */
extern "C" int begin(const Job *job, void *stream) {
  Job J = *job; long long tiles = (long long)J.pictures * ((J.width + TILE - 1) / TILE) * ((J.height + TILE - 1) / TILE);
  LAUNCH((long long)J.mice * MAXP, bound_mice, J);
  LAUNCH(tiles, find_tiles, J);
  LAUNCH(tiles * TILE2, trace_rays, J, 0);
  LAUNCH(tiles * TILE2, find_edges, J);
  (void)stream;
  return failed();
}
/* Renders the pixels of `todo` again with more rays. */
extern "C" int finish(const Job *job, void *stream) {
  Job J = *job;
  LAUNCH(J.count * J.samples * J.samples, trace_rays, J, 1);
  LAUNCH(J.count, mix_rays, J);
  (void)stream;
  return failed();
}
