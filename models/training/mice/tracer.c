/* A sphere tracer for mice: signed-distance primitives joined by smooth unions, lit as fur.
   One call renders one image; tiles of 8x8 pixels know the primitives they can meet. Layouts: tracer.py. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

typedef struct { float x, y, z; } V;
typedef struct {
  float type;            /* 0: sphere-swept cone a-b; 1: ear, a cap of a sphere's shell (a: centre, b: axis to its apex, ra: radius, rb: thickness) */
  V a, b; float ra, rb, k;
  V sv; float s;         /* squashed: s times as thick along the unit vector sv */
  V up;                  /* the side that has the dorsal colour */
  V ca, cb, cv;          /* albedo (linear): dorsal at a, dorsal at b, ventral */
  float fur, gloss; V dir; float part, cap;  /* dir: how the hair lies; cap: angular radius of an ear */
} Prim;
typedef struct {
  V key, key_rgb, sky, ground, rim; float gain, streak, sheen, bump;
  V patch; float patch_at, patch_scale; V offset; float tick; V tick_rgb; float belly_at, belly_width, spare;
} Look;
typedef struct { V c; float r, l, m, q; V u; float is; } Bound;   /* bounding sphere; cone: length, slope, 1/sqrt(1-m^2), axis */
typedef struct { float t; V rgb; int hit; float part, near; } Ray;

enum { TILE = 8, MAXP = 160 };
enum { TAIL = 5, EAR = 6, EYE = 7 };

static inline V add(V a, V b) { return (V){a.x + b.x, a.y + b.y, a.z + b.z}; }
static inline V sub(V a, V b) { return (V){a.x - b.x, a.y - b.y, a.z - b.z}; }
static inline V mul(V a, float s) { return (V){a.x * s, a.y * s, a.z * s}; }
static inline V had(V a, V b) { return (V){a.x * b.x, a.y * b.y, a.z * b.z}; }
static inline float dot(V a, V b) { return a.x * b.x + a.y * b.y + a.z * b.z; }
static inline V mix(V a, V b, float h) { return (V){a.x + (b.x - a.x) * h, a.y + (b.y - a.y) * h, a.z + (b.z - a.z) * h}; }
static inline V unit(V a) { return mul(a, 1.f / sqrtf(dot(a, a) + 1e-12f)); }
static inline V cross(V a, V b) { return (V){a.y * b.z - a.z * b.y, a.z * b.x - a.x * b.z, a.x * b.y - a.y * b.x}; }
static inline float clampf(float x, float a, float b) { return x < a ? a : x > b ? b : x; }
static inline float step_(float a, float b, float x) { x = clampf((x - a) / (b - a), 0, 1); return x * x * (3 - 2 * x); }

/* Value noise, −1…1. */
static inline float hash3(int x, int y, int z) {
  unsigned h = (unsigned)x * 0x8da6b343u ^ (unsigned)y * 0xd8163841u ^ (unsigned)z * 0xcb1ab31fu;
  h = (h ^ (h >> 15)) * 0x2c1b3c6du; h ^= h >> 13;
  return (float)(h & 0xffff) * (2.f / 65535.f) - 1.f;
}
static float noise(V p) {
  float fx = floorf(p.x), fy = floorf(p.y), fz = floorf(p.z);
  int i = (int)fx, j = (int)fy, k = (int)fz;
  float u = p.x - fx, v = p.y - fy, w = p.z - fz;
  u = u * u * (3 - 2 * u); v = v * v * (3 - 2 * v); w = w * w * (3 - 2 * w);
#define H(a, b, c) hash3(i + a, j + b, k + c)
#define L(a, b, t) ((a) + ((b) - (a)) * (t))
  return L(L(L(H(0,0,0), H(1,0,0), u), L(H(0,1,0), H(1,1,0), u), v), L(L(H(0,0,1), H(1,0,1), u), L(H(0,1,1), H(1,1,1), u), v), w);
}
/* Noise smeared along the hair: strands of the given width, about 6 widths long. */
static float strands(V p, V along, float width) {
  float f = 1.f / width, sum = 0;
  for (int i = -2; i <= 2; i++) sum += noise(mul(add(p, mul(along, 1.0f * i * width)), f));
  return sum * 0.42f;
}

static inline float distance1(const Prim *P, const Bound *B, V p, float *along) {
  V q = sub(p, P->a);
  if (P->s != 1.f) q = add(q, mul(P->sv, (B->is - 1.f) * dot(q, P->sv)));
  float scale = P->s < 1.f ? P->s : 1.f;
  if (P->type > 0.5f) {
    float y = dot(q, P->b), x = sqrtf(fmaxf(dot(q, q) - y * y, 0)), s = sinf(P->cap), c = cosf(P->cap), d;
    *along = clampf(x / (P->ra * s), 0, 1);
    if (x * c < y * s) d = fabsf(sqrtf(x * x + y * y) - P->ra);
    else { float e = x - P->ra * s, g = y - P->ra * c; d = sqrtf(e * e + g * g); }
    return (d - P->rb * (1 - 0.45f * *along)) * scale;
  }
  float x = dot(q, B->u), r = sqrtf(fmaxf(dot(q, q) - x * x, 0)), t = clampf(x + r * B->m * B->q, 0, B->l);
  *along = B->l > 1e-6f ? t / B->l : 0;
  return (sqrtf((x - t) * (x - t) + r * r) - P->ra - B->m * t) * scale;
}

static float scene(const Prim *P, const Bound *B, const int *list, int n, V p) {
  float d = 1e3f, al;
  for (int i = 0; i < n; i++) {
    int j = list[i]; const Prim *q = P + j;
    V c = sub(p, B[j].c); float reach = B[j].r + d + q->k;
    if (reach < 0 || dot(c, c) > reach * reach) continue;
    float e = distance1(q, B + j, p, &al);
    float h = clampf(0.5f + 0.5f * (d - e) / q->k, 0, 1);
    d = d * (1 - h) + e * h - q->k * h * (1 - h);
  }
  return d;
}

/* Colour of the surface at p, seen along `view`; `foot` is the width of a pixel there. */
static V shade(const Prim *P, const Bound *B, const int *list, int n, const Look *L, V p, V view, float foot, float *part) {
  float e = fmaxf(0.0015f, 0.35f * foot), d = 1e3f, al, fur = 0, gloss = 0;
  static const V T[4] = {{1, -1, -1}, {-1, -1, 1}, {-1, 1, -1}, {1, 1, 1}};
  V N = {0, 0, 0};
  for (int i = 0; i < 4; i++) N = add(N, mul(T[i], scene(P, B, list, n, add(p, mul(T[i], e)))));
  N = unit(N);
  V rgb = {0, 0, 0}, low = {0, 0, 0}, up = {0, 0, 0}, dir = {0, 0, 0};
  for (int i = 0; i < n; i++) {
    const Prim *q = P + list[i];
    V c = sub(p, B[list[i]].c); float reach = B[list[i]].r + 0.1f + q->k;
    if (dot(c, c) > reach * reach) continue;
    float f = distance1(q, B + list[i], p, &al), h = clampf(0.5f + 0.5f * (d - f) / q->k, 0, 1);
    d = d * (1 - h) + f * h - q->k * h * (1 - h);
    if (h <= 0) continue;
    rgb = mix(rgb, mix(q->ca, q->cb, al), h); low = mix(low, q->cv, h); up = mix(up, q->up, h); dir = mix(dir, q->dir, h);
    fur += (q->fur - fur) * h; gloss += (q->gloss - gloss) * h;
    if (h > 0.5f) *part = q->part;
  }
  V o = add(p, L->offset);
  float wave = noise(mul(o, 7.f));
  V lie = add(dir, (V){0.25f * noise(mul(o, 3.1f)), 0.25f * noise(add(mul(o, 3.3f), (V){9, 1, 4})), -0.3f});
  lie = unit(sub(lie, mul(N, dot(lie, N))));
  V side = cross(N, lie), n0 = N;
  float thread = 0;
  if (fur > 0.02f) {
    float wide = 0.022f, fine = 0.008f, a = step_(0.045f, 0.008f, foot), b = step_(0.016f, 0.003f, foot), eps = 0.004f;
    float s0 = strands(o, lie, wide), s1 = strands(add(o, mul(side, eps)), lie, wide);
    thread = 0.6f * a * s0;
    float slope = a * (s1 - s0) * 0.5f;
    if (b > 0.01f) {
      float f0 = strands(add(o, (V){3, 7, 1}), lie, fine), f1 = strands(add(add(o, (V){3, 7, 1}), mul(side, 0.4f * eps)), lie, fine);
      thread += 0.6f * b * f0; slope += b * (f1 - f0) * 0.9f;
    }
    N = unit(sub(N, mul(side, clampf(slope * L->bump, -0.9f, 0.9f) * fur)));
  }
  /* Albedo: back to belly, patches, banded (agouti) hairs, strands. */
  float w = step_(L->belly_at - L->belly_width, L->belly_at + L->belly_width, dot(n0, unit(up)) + 0.12f * wave + 0.1f * thread);
  rgb = mix(low, rgb, w);
  if (L->patch_at < 1.f && fur > 0.3f) {
    float z = noise(mul(o, L->patch_scale)) + 0.4f * noise(mul(o, 2.3f * L->patch_scale)) + 0.25f * thread;
    rgb = mix(rgb, L->patch, step_(L->patch_at - 0.06f, L->patch_at + 0.06f, z));
  }
  rgb = mix(rgb, L->tick_rgb, clampf(L->tick * fur * w * (0.45f + 0.5f * thread + 0.5f * noise(mul(o, 45.f)) * step_(0.04f, 0.008f, foot)), 0, 0.8f));
  rgb = mul(rgb, fmaxf(0.25f, 1 + fur * (L->streak * thread + 0.1f * wave) + (1 - fur) * 0.10f * wave));
  /* Light. */
  float ao = 0.5f * clampf(scene(P, B, list, n, add(p, mul(n0, 0.04f))) / 0.04f, 0, 1) + 0.5f * clampf(scene(P, B, list, n, add(p, mul(n0, 0.11f))) / 0.11f, 0, 1);
  float open = clampf(scene(P, B, list, n, add(add(p, mul(n0, 0.012f)), mul(L->key, 0.07f))) / 0.055f, 0, 1);
  float nl = dot(N, L->key), wrap = fmaxf(0, (nl + 0.3f * fur) / (1 + 0.3f * fur)), grazing = 1 + dot(n0, view);
  if (*part == EAR) { wrap = fmaxf(wrap, 0.55f * fmaxf(0, -nl)); ao = 0.35f + 0.65f * ao; }
  grazing = clampf(grazing, 0, 1); grazing *= grazing;
  V amb = mix(L->ground, L->sky, 0.5f + 0.5f * N.z);
  V light = add(mul(amb, 0.25f + 0.75f * ao), mul(L->key_rgb, wrap * (0.3f + 0.7f * open)));
  V out = had(rgb, light);
  V half = unit(sub(L->key, view));
  float th = dot(lie, half), sn = sqrtf(fmaxf(0, 1 - th * th)), lit = step_(-0.2f, 0.5f, nl) * (0.3f + 0.7f * open), sn4 = sn * sn * sn * sn;
  float sheen = L->sheen * fur * lit * (0.35f * sn4 + 0.65f * sn4 * sn4 * sn4 * sn4) * clampf(0.75f + 0.9f * thread, 0.1f, 2.f);
  out = add(out, mul(L->key_rgb, sheen));
  out = add(out, mul(L->rim, grazing * (0.3f + 0.7f * ao) * (0.15f + fur) * (0.8f + 0.5f * thread)));
  if (gloss > 0) {
    float nh = fmaxf(0, dot(n0, half)), g = nh * nh; g *= g; g *= g; g *= g; g *= g;
    V r = sub(view, mul(n0, 2 * dot(view, n0)));
    out = add(out, mul(L->key_rgb, gloss * (0.9f * g * g + 0.06f * g)));
    out = add(out, mul(mix(L->ground, L->sky, 0.5f + 0.5f * r.z), gloss * (0.03f + 0.3f * grazing * grazing)));
  }
  return mul(out, L->gain);
}

static inline float srgb(float x) { x = clampf(x, 0, 1); return x < 0.0031308f ? 12.92f * x : 1.055f * powf(x, 1 / 2.4f) - 0.055f; }

static Ray cast(const Prim *P, const Bound *B, const int *list, int n, const Look *L, V eye, V dir, float start, float end, float pixel) {
  Ray r = {0}; r.near = 1e3f;
  float t = start;
  for (int i = 0; i < 96 && t < end; i++) {
    float d = scene(P, B, list, n, add(eye, mul(dir, t)));
    float size = d / (t * pixel);
    if (size < r.near) r.near = size;
    if (d < 0.12f * pixel * t) {
      r.hit = 1; r.t = t;
      V c = shade(P, B, list, n, L, add(eye, mul(dir, t)), dir, pixel * t, &r.part);
      r.rgb = (V){srgb(c.x), srgb(c.y), srgb(c.z)};
      return r;
    }
    t += d * 0.94f;
  }
  return r;
}

/* prims [n,33 floats], look [34 floats], w2c [16], k = fx fy cx cy; out: rgb [H,W,3] premultiplied (black behind), alpha [H,W], depth z [H,W] (0: empty). */
void trace(const float *prims, int n, const float *look, const float *w2c, const float *k, int W, int H, int ss, float *rgb, float *alpha, float *depth) {
  const Prim *P = (const Prim *)prims; const Look *L = (const Look *)look;
  Bound B[MAXP]; if (n > MAXP) n = MAXP;
  for (int i = 0; i < n; i++) {
    V ab = sub(P[i].b, P[i].a); float g = P[i].s > 1 ? P[i].s : 1;
    B[i].is = 1 / P[i].s;
    if (P[i].type > 0.5f) { B[i].c = add(P[i].a, mul(P[i].b, P[i].ra * cosf(P[i].cap))); B[i].r = (P[i].ra * sinf(fminf(P[i].cap, 1.57f)) + P[i].ra * 0.5f * (1 - cosf(P[i].cap)) + P[i].rb) * g; B[i].l = B[i].m = 0; B[i].q = 1; continue; }
    B[i].l = sqrtf(dot(ab, ab)); B[i].u = mul(ab, 1 / (B[i].l + 1e-9f));
    /* The squash acts on the axis too: measure it as the squashed space sees it. */
    if (P[i].s != 1.f && B[i].l > 1e-6f) { V q = add(ab, mul(P[i].sv, (B[i].is - 1) * dot(ab, P[i].sv))); B[i].l = sqrtf(dot(q, q)); B[i].u = mul(q, 1 / (B[i].l + 1e-9f)); }
    B[i].m = B[i].l > 1e-6f ? clampf((P[i].rb - P[i].ra) / B[i].l, -0.98f, 0.98f) : 0;
    B[i].q = 1 / sqrtf(1 - B[i].m * B[i].m);
    B[i].c = mul(add(P[i].a, P[i].b), 0.5f);
    B[i].r = 0.5f * sqrtf(dot(ab, ab)) + fmaxf(P[i].ra, P[i].rb) * g;
  }
  V X = {w2c[0], w2c[1], w2c[2]}, Y = {w2c[4], w2c[5], w2c[6]}, Z = {w2c[8], w2c[9], w2c[10]}, T = {w2c[3], w2c[7], w2c[11]};
  V eye = mul(add(add(mul(X, T.x), mul(Y, T.y)), mul(Z, T.z)), -1);
  float pixel = 1 / k[0];
#define DIR(u, v) unit(add(add(mul(X, ((u) - k[2]) / k[0]), mul(Y, ((v) - k[3]) / k[1])), Z))
  int tw = (W + TILE - 1) / TILE, th = (H + TILE - 1) / TILE;
  short *lists = malloc(sizeof(short) * tw * th * MAXP); int *count = calloc(tw * th, sizeof(int)); float *ends = malloc(sizeof(float) * 2 * tw * th);
  Ray *rays = calloc((size_t)W * H, sizeof(Ray));
  memset(rgb, 0, sizeof(float) * W * H * 3); memset(alpha, 0, sizeof(float) * W * H); memset(depth, 0, sizeof(float) * W * H);
  for (int ty = 0; ty < th; ty++) for (int tx = 0; tx < tw; tx++) {
    int id = ty * tw + tx, m = 0; float u = (tx + 0.5f) * TILE, v = (ty + 0.5f) * TILE, near = 1e3f, far = 0, half = 0.5f * TILE * 1.4143f * pixel;
    V dir = DIR(u, v); int meets = 0;
    for (int i = 0; i < n; i++) {
      V c = sub(B[i].c, eye); float along = dot(c, dir), off = sqrtf(fmaxf(0, dot(c, c) - along * along)), cone = half * along * 1.05f;
      if (along + B[i].r < 0 || off > B[i].r + cone + 0.10f) continue;
      lists[id * MAXP + m++] = i;
      if (off > B[i].r + cone + 0.03f) continue;
      meets = 1; near = fminf(near, along - B[i].r - 0.05f); far = fmaxf(far, along + B[i].r + 0.05f);
    }
    count[id] = meets ? m : 0; ends[2 * id] = fmaxf(near, 0.02f); ends[2 * id + 1] = far;
  }
  int list[MAXP];
#define LOAD(id) for (int i = 0; i < count[id]; i++) list[i] = lists[(id) * MAXP + i]
  for (int ty = 0; ty < th; ty++) for (int tx = 0; tx < tw; tx++) {
    int id = ty * tw + tx; if (!count[id]) continue; LOAD(id);
    for (int y = ty * TILE; y < (ty + 1) * TILE && y < H; y++) for (int x = tx * TILE; x < (tx + 1) * TILE && x < W; x++)
      rays[y * W + x] = cast(P, B, list, count[id], L, eye, DIR(x + 0.5f, y + 0.5f), ends[2 * id], ends[2 * id + 1], pixel);
  }
  for (int y = 0; y < H; y++) for (int x = 0; x < W; x++) {
    int id = (y / TILE) * tw + x / TILE, i = y * W + x; if (!count[id]) continue;
    const Ray *c = rays + i; int edge = !c->hit && c->near < 0.75f; 
    for (int a = 0; a < 4 && !edge; a++) {
      int xx = x + (a == 0) - (a == 1), yy = y + (a == 2) - (a == 3); if (xx < 0 || yy < 0 || xx >= W || yy >= H) continue;
      const Ray *q = rays + yy * W + xx;
      edge = c->hit != (q->t > 0) || (c->hit && (fabsf(c->t - q->t) > 0.05f || c->part != q->part));
    }
    V dir = DIR(x + 0.5f, y + 0.5f); float zs = dot(dir, Z);
    V sum = c->rgb; float a = c->hit, z = c->t * zs;
    if (edge) {
      LOAD(id); sum = (V){0, 0, 0}; a = 0; float zsum = 0; int hits = 0;
      for (int s = 0; s < ss * ss; s++) {
        V d = DIR(x + (s % ss + 0.5f) / ss, y + (s / ss + 0.5f) / ss);
        Ray r = cast(P, B, list, count[id], L, eye, d, ends[2 * id], ends[2 * id + 1], pixel / ss);
        if (r.hit) { sum = add(sum, r.rgb); zsum += r.t * dot(d, Z); hits++; }
      }
      a = (float)hits / (ss * ss); sum = mul(sum, 1.f / (ss * ss)); if (!c->hit || !hits) z = hits ? zsum / hits : 0;
    }
    rgb[3 * i] = sum.x; rgb[3 * i + 1] = sum.y; rgb[3 * i + 2] = sum.z; alpha[i] = a; depth[i] = z;
  }
  free(lists); free(count); free(ends); free(rays);
}
