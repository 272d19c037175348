/* A sphere tracer for mice: signed-distance primitives joined by smooth unions, lit as fur.
   One call renders one image. Sixteen rays go at a time (vectors of the compiler); 8x8 tiles know the primitives they can meet.
   Layouts of the arguments: tracer.py. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { N = 16, TILE = 8, MAXP = 160, TAIL = 5, EAR = 6, EYE = 7 };
typedef float F __attribute__((vector_size(4 * N)));
typedef int I __attribute__((vector_size(4 * N)));
typedef unsigned U __attribute__((vector_size(4 * N)));
typedef struct { float x, y, z; } V;
typedef struct { F x, y, z; } W;   /* sixteen points */
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
  V patch; float patch_at, patch_scale; V offset; float tick; V tick_rgb; float belly_at, belly_width, rough;
} Look;
typedef struct { V c; float r, l, m, q; V u; float is, sn, cs; } Bound;   /* bounding sphere; cone: length, slope, 1/sqrt(1-m^2), axis; ear: sin, cos */
typedef struct { const Prim *P; const Bound *B; const Look *L; int list[MAXP], n; V eye; float pixel; } Scene;

#define INL static inline __attribute__((always_inline))
INL F sel(I m, F a, F b) { return (F)(((I)a & m) | ((I)b & ~m)); }
INL F fmin_(F a, F b) { return sel(a < b, a, b); }
INL F fmax_(F a, F b) { return sel(a > b, a, b); }
INL F all(float x) { return (F){0} + x; }
INL F clamp(F x, float a, float b) { return fmin_(fmax_(x, all(a)), all(b)); }
INL F root(F x) { F r; for (int i = 0; i < N; i++) r[i] = sqrtf(x[i]); return r; }
INL F fabs_(F x) { return fmax_(x, -x); }
INL F ramp(float a, float b, F x) { x = clamp((x - a) / (b - a), 0, 1); return x * x * (3 - 2 * x); }
INL int any(I m) { int r = 0; for (int i = 0; i < N; i++) r |= m[i]; return r; }
INL V sub(V a, V b) { return (V){a.x - b.x, a.y - b.y, a.z - b.z}; }
INL V add(V a, V b) { return (V){a.x + b.x, a.y + b.y, a.z + b.z}; }
INL V mul(V a, float s) { return (V){a.x * s, a.y * s, a.z * s}; }
INL float dot(V a, V b) { return a.x * b.x + a.y * b.y + a.z * b.z; }
INL V unit(V a) { return mul(a, 1.f / sqrtf(dot(a, a) + 1e-12f)); }
INL W wide(V a) { return (W){all(a.x), all(a.y), all(a.z)}; }
INL W wadd(W a, W b) { return (W){a.x + b.x, a.y + b.y, a.z + b.z}; }
INL W wsub(W a, W b) { return (W){a.x - b.x, a.y - b.y, a.z - b.z}; }
INL W wmul(W a, F s) { return (W){a.x * s, a.y * s, a.z * s}; }
INL W whad(W a, W b) { return (W){a.x * b.x, a.y * b.y, a.z * b.z}; }
INL F wdot(W a, W b) { return a.x * b.x + a.y * b.y + a.z * b.z; }
INL F wdotv(W a, V b) { return a.x * b.x + a.y * b.y + a.z * b.z; }
INL W wmix(W a, W b, F h) { return wadd(a, wmul(wsub(b, a), h)); }
INL W wunit(W a) { return wmul(a, 1.f / root(wdot(a, a) + 1e-12f)); }
INL W wcross(W a, W b) { return (W){a.y * b.z - a.z * b.y, a.z * b.x - a.x * b.z, a.x * b.y - a.y * b.x}; }
INL W shift(W p, float x, float y, float z) { return (W){p.x + x, p.y + y, p.z + z}; }

/* Value noise, -1…1. */
INL F corner(U h) {
  h = (h ^ (h >> 15)) * 0x2c1b3c6du; h ^= h >> 13;
  return __builtin_convertvector((I)(h & 0xffff), F) * (2.f / 65535.f) - 1.f;
}
INL I floor_(F x, F *part) {
  I i = __builtin_convertvector(x, I); F f = __builtin_convertvector(i, F);
  i += (I)(x < f); *part = x - __builtin_convertvector(i, F);
  return i;
}
static __attribute__((noinline)) F noise(W p) {
  F u, v, w;
  U x0 = (U)floor_(p.x, &u) * 0x8da6b343u, y0 = (U)floor_(p.y, &v) * 0xd8163841u, z0 = (U)floor_(p.z, &w) * 0xcb1ab31fu;
  U x1 = x0 + 0x8da6b343u, y1 = y0 + 0xd8163841u, z1 = z0 + 0xcb1ab31fu;
  u = u * u * (3 - 2 * u); v = v * v * (3 - 2 * v); w = w * w * (3 - 2 * w);
#define LERP(a, b, t) ((a) + ((b) - (a)) * (t))
#define EDGE(y, z) LERP(corner(x0 ^ y ^ z), corner(x1 ^ y ^ z), u)
  F a = LERP(EDGE(y0, z0), EDGE(y1, z0), v), b = LERP(EDGE(y0, z1), EDGE(y1, z1), v);
  return LERP(a, b, w);
}
/* Noise smeared along the hair: strands of the given width, about five widths long. */
static F strands(W p, W along, float width) {
  F sum = all(0);
  for (int i = -2; i <= 2; i++) sum += noise(wmul(wadd(p, wmul(along, all(i * width))), all(1.f / width)));
  return sum * 0.42f;
}

/* Distance of sixteen points to one primitive; *along: 0…1 from a to b. */
INL F distance(const Prim *P, const Bound *B, W p, F *along) {
  W q = wsub(p, wide(P->a));
  if (P->s != 1.f) q = wadd(q, wmul(wide(P->sv), (B->is - 1.f) * wdotv(q, P->sv)));
  float scale = P->s < 1.f ? P->s : 1.f;
  if (P->type > 0.5f) {
    F y = wdotv(q, P->b), x = root(fmax_(wdot(q, q) - y * y, all(0)));
    F e = x - P->ra * B->sn, g = y - P->ra * B->cs;
    *along = clamp(x / (P->ra * B->sn), 0, 1);
    F d = sel(x * B->cs < y * B->sn, fabs_(root(x * x + y * y) - P->ra), root(e * e + g * g));
    return (d - P->rb * (1 - 0.45f * *along)) * scale;
  }
  F x = wdotv(q, B->u), r = root(fmax_(wdot(q, q) - x * x, all(0))), t = clamp(x + r * (B->m * B->q), 0, B->l);
  *along = t * (B->l > 1e-6f ? 1 / B->l : 0);
  x -= t;
  return (root(x * x + r * r) - P->ra - B->m * t) * scale;
}
INL I within(const Bound *B, float k, W p, F d) {   /* can this primitive change the distance d? */
  W c = wsub(p, wide(B->c)); F reach = d + (B->r + k);
  return (reach > 0) & (wdot(c, c) < reach * reach);
}
static __attribute__((noinline)) F scene(const Scene *S, W p) {
  F d = all(1e3f), al, fur = all(0);
  for (int i = 0; i < S->n; i++) {
    const Prim *q = S->P + S->list[i]; const Bound *b = S->B + S->list[i];
    if (i && !any(within(b, q->k, p, d))) continue;
    F e = distance(q, b, p, &al), h = clamp(0.5f + (d - e) * (0.5f / q->k), 0, 1);
    d = d * (1 - h) + e * h - q->k * h * (1 - h);
    fur += (q->fur - fur) * h;
  }
  if (any((d < 0.03f) & (fur > 0.3f))) {   /* a coat is not smooth: folds and tufts */
    W o = wadd(p, wide(S->L->offset));
    d -= (S->L->rough * noise(wmul(o, all(12.f))) + 0.45f * S->L->rough * noise(wmul(o, all(41.f)))) * fur * ramp(0.03f, 0.012f, d);
  }
  return d;
}

/* sRGB colours of surface points p seen along `view`; `foot`: width of a pixel there. */
static W shade(const Scene *S, W p, W view, F foot, F *part) {
  const Look *L = S->L;
  F e = fmax_(all(0.0015f), 0.35f * foot), d = all(1e3f), al, fur = all(0), gloss = all(0), zero = all(0);
  static const V T[4] = {{1, -1, -1}, {-1, -1, 1}, {-1, 1, -1}, {1, 1, 1}};
  W n = wide((V){0, 0, 0}), rgb = n, low = n, up = n, dir = n;
  for (int i = 0; i < 4; i++) n = wadd(n, wmul(wide(T[i]), scene(S, wadd(p, wmul(wide(T[i]), e)))));
  n = wunit(n);
  *part = zero;
  for (int i = 0; i < S->n; i++) {
    const Prim *q = S->P + S->list[i]; const Bound *b = S->B + S->list[i];
    if (i && !any(within(b, q->k, p, d))) continue;
    F f = distance(q, b, p, &al), h = clamp(0.5f + (d - f) * (0.5f / q->k), 0, 1);
    d = d * (1 - h) + f * h - q->k * h * (1 - h);
    rgb = wmix(rgb, wmix(wide(q->ca), wide(q->cb), al), h); low = wmix(low, wide(q->cv), h); up = wmix(up, wide(q->up), h); dir = wmix(dir, wide(q->dir), h);
    fur += (q->fur - fur) * h; gloss += (q->gloss - gloss) * h;
    *part = sel(h > 0.5f, all(q->part), *part);
  }
  W o = wadd(p, wide(L->offset));
  F wave = noise(wmul(o, all(7.f)));
  W lie = wadd(dir, (W){0.3f * noise(wmul(o, all(4.1f))), 0.3f * noise(shift(wmul(o, all(4.3f)), 9, 1, 4)), all(-0.3f)});
  lie = wunit(wsub(lie, wmul(n, wdot(lie, n))));
  W side = wcross(n, lie), n0 = n;
  F thread = zero, a = ramp(0.045f, 0.008f, foot), b = ramp(0.016f, 0.003f, foot);
  if (any(fur > 0.02f)) {
    float thick = 0.022f, fine = 0.008f, eps = 0.004f;
    F s0 = strands(o, lie, thick), s1 = strands(wadd(o, wmul(side, all(eps))), lie, thick);
    thread = 0.6f * a * s0;
    F slope = a * (s1 - s0) * 0.5f;
    if (any(b > 0.01f)) {
      W o2 = shift(o, 3, 7, 1);
      F f0 = strands(o2, lie, fine), f1 = strands(wadd(o2, wmul(side, all(0.4f * eps))), lie, fine);
      thread += 0.6f * b * f0; slope += b * (f1 - f0) * 0.9f;
    }
    n = wunit(wsub(n, wmul(side, clamp(slope * L->bump, -0.9f, 0.9f) * fur)));
  }
  /* Albedo: back to belly, patches, banded (agouti) hairs, strands. */
  F w = ramp(L->belly_at - L->belly_width, L->belly_at + L->belly_width, wdot(n0, wunit(up)) + 0.12f * wave + 0.1f * thread);
  rgb = wmix(low, rgb, w);
  if (L->patch_at < 1.f) {
    F z = noise(wmul(o, all(L->patch_scale))) + 0.4f * noise(wmul(o, all(2.3f * L->patch_scale))) + 0.25f * thread;
    rgb = wmix(rgb, wide(L->patch), ramp(L->patch_at - 0.06f, L->patch_at + 0.06f, z) * ramp(0.25f, 0.5f, fur));
  }
  if (L->tick > 0) rgb = wmix(rgb, wide(L->tick_rgb), clamp(L->tick * fur * w * (0.45f + 0.35f * thread + 0.6f * noise(wmul(o, all(110.f))) * b), 0, 0.8f));
  rgb = wmul(rgb, fmax_(all(0.25f), 1 + fur * (L->streak * thread + 0.1f * wave) + (1 - fur) * 0.10f * wave));
  /* Light. */
  F ao = 0.5f * clamp(scene(S, wadd(p, wmul(n0, all(0.04f)))) * 25.f, 0, 1) + 0.5f * clamp(scene(S, wadd(p, wmul(n0, all(0.11f)))) * 9.f, 0, 1);
  F open = clamp(scene(S, wadd(wadd(p, wmul(n0, all(0.012f))), wide(mul(L->key, 0.07f)))) * 18.f, 0, 1);
  F nl = wdotv(n, L->key), wrap = fmax_(zero, (nl + 0.3f * fur) / (1 + 0.3f * fur)), grazing = clamp(1 + wdot(n0, view), 0, 1);
  I is_ear = *part == (float)EAR;
  wrap = sel(is_ear, fmax_(wrap, -0.55f * nl), wrap); ao = sel(is_ear, 0.35f + 0.65f * ao, ao);
  grazing *= grazing;
  W light = wmul(wmix(wide(L->ground), wide(L->sky), 0.5f + 0.5f * n.z), 0.25f + 0.75f * ao);
  light = wadd(light, wmul(wide(L->key_rgb), wrap * (0.3f + 0.7f * open)));
  W out = whad(rgb, light), half = wunit(wsub(wide(L->key), view));
  F th = wdot(lie, half), sn2 = fmax_(zero, 1 - th * th), sn4 = sn2 * sn2, sn16 = sn4 * sn4 * sn4 * sn4, lit = ramp(-0.2f, 0.5f, nl) * (0.3f + 0.7f * open);
  F sheen = L->sheen * fur * lit * (0.35f * sn4 + 0.65f * sn16) * clamp(0.75f + 0.9f * thread, 0.1f, 2.f);
  out = wadd(out, wmul(wide(L->key_rgb), sheen));
  out = wadd(out, wmul(wide(L->rim), grazing * (0.3f + 0.7f * ao) * (0.15f + fur) * (0.8f + 0.5f * thread)));
  if (any(gloss > 0)) {
    F g = fmax_(zero, wdot(n0, half)); g *= g; g *= g; g *= g; g *= g; g *= g;
    W r = wsub(view, wmul(n0, 2 * wdot(view, n0)));
    out = wadd(out, wmul(wide(L->key_rgb), gloss * (0.9f * g * g + 0.06f * g)));
    out = wadd(out, wmul(wmix(wide(L->ground), wide(L->sky), 0.5f + 0.5f * r.z), gloss * (0.03f + 0.3f * grazing * grazing)));
  }
  F *channel[3] = {&out.x, &out.y, &out.z};
  for (int c = 0; c < 3; c++) {
    F x = clamp(*channel[c] * L->gain, 0, 1), y;
    for (int i = 0; i < N; i++) y[i] = powf(x[i], 1 / 2.4f);
    *channel[c] = sel(x < 0.0031308f, 12.92f * x, 1.055f * y - 0.055f);
  }
  return out;
}

/* Sixteen rays along dir from start to end: returns where they hit (mask), at which t; near: least distance on the way, in pixels. */
static I cast(const Scene *S, W dir, float start, float end, float pixel, F *t_out, F *near) {
  F t = all(start); I hit = {0}, live = t < end; *near = all(1e3f);
  W eye = wide(S->eye);
  for (int i = 0; i < 256 && any(live); i++) {
    F d = scene(S, wadd(eye, wmul(dir, t))), size = d / (t * pixel);
    *near = sel(live, fmin_(*near, size), *near);
    hit |= live & (size < 0.12f); live &= ~hit;
    t = sel(live, t + fmax_(d * 0.9f, 0.2f * pixel * t), t); live &= t < end;
  }
  *t_out = t;
  return hit;
}

static void bounds(const Prim *P, int n, Bound *B) {
  for (int i = 0; i < n; i++) {
    V ab = sub(P[i].b, P[i].a), q = ab; float g = P[i].s > 1 ? P[i].s : 1;
    B[i].is = 1 / P[i].s; B[i].sn = sinf(P[i].cap); B[i].cs = cosf(P[i].cap);
    if (P[i].type > 0.5f) {
      B[i].c = add(P[i].a, mul(P[i].b, P[i].ra * B[i].cs)); B[i].r = (P[i].ra * (B[i].sn + 0.5f * (1 - B[i].cs)) + P[i].rb) * g;
      B[i].l = B[i].m = 0; B[i].q = 1; B[i].u = P[i].b; continue;
    }
    if (P[i].s != 1.f) q = add(ab, mul(P[i].sv, (B[i].is - 1) * dot(ab, P[i].sv)));   /* the axis as the squashed space sees it */
    B[i].l = sqrtf(dot(q, q)); B[i].u = mul(q, 1 / (B[i].l + 1e-9f));
    B[i].m = B[i].l > 1e-6f ? (P[i].rb - P[i].ra) / B[i].l : 0; B[i].m = fminf(fmaxf(B[i].m, -0.98f), 0.98f);
    B[i].q = 1 / sqrtf(1 - B[i].m * B[i].m);
    B[i].c = mul(add(P[i].a, P[i].b), 0.5f); B[i].r = 0.5f * sqrtf(dot(ab, ab)) + fmaxf(P[i].ra, P[i].rb) * g;
  }
}

typedef struct { float t, z, part, near; V rgb; int hit; } Pixel;

/* prims [n,33 floats], look [34 floats], w2c [16], k = fx fy cx cy; samples: rays a side of an edge pixel;
   out: rgb [H,W,3] premultiplied (black behind), alpha [H,W], depth z [H,W] (0: empty). */
void trace(const float *prims, int n, const float *look, const float *w2c, const float *k, int width, int height, int samples, float *rgb, float *alpha, float *depth) {
  Bound B[MAXP]; if (n > MAXP) n = MAXP;
  Scene S = {.P = (const Prim *)prims, .B = B, .L = (const Look *)look};
  bounds(S.P, n, B);
  V X = {w2c[0], w2c[1], w2c[2]}, Y = {w2c[4], w2c[5], w2c[6]}, Z = {w2c[8], w2c[9], w2c[10]};
  S.eye = mul(add(add(mul(X, w2c[3]), mul(Y, w2c[7])), mul(Z, w2c[11])), -1);
  float pixel = 1 / k[0];
  Pixel *pixels = calloc((size_t)width * height, sizeof(Pixel));
  memset(rgb, 0, sizeof(float) * width * height * 3); memset(alpha, 0, sizeof(float) * width * height); memset(depth, 0, sizeof(float) * width * height);
#define DIR(u, v) wunit(wadd(wadd(wmul(wide(X), ((u) - k[2]) / k[0]), wmul(wide(Y), ((v) - k[3]) / k[1])), wide(Z)))
  for (int pass = 0; pass < 2; pass++)   /* 0: a ray a pixel; 1: samples² rays for the pixels at an edge */
  for (int y0 = 0; y0 < height; y0 += TILE) for (int x0 = 0; x0 < width; x0 += TILE) {
    float start = 1e3f, end = 0, cone0 = 0.5f * TILE * 1.4143f * pixel; int meets = 0;
    V mid = unit(add(add(mul(X, (x0 + 0.5f * TILE - k[2]) / k[0]), mul(Y, (y0 + 0.5f * TILE - k[3]) / k[1])), Z));
    S.n = 0;
    for (int i = 0; i < n; i++) {
      V c = sub(B[i].c, S.eye); float along = dot(c, mid), off = sqrtf(fmaxf(0, dot(c, c) - along * along)), cone = cone0 * along * 1.05f;
      if (along + B[i].r < 0 || off > B[i].r + cone + 0.09f) continue;
      S.list[S.n++] = i;
      if (off > B[i].r + cone + 0.02f) continue;
      meets = 1; start = fminf(start, along - B[i].r - 0.04f); end = fmaxf(end, along + B[i].r + 0.04f);
    }
    if (!meets) continue;
    start = fmaxf(start, 0.02f);
    int todo[TILE * TILE], m = 0, each = pass ? samples * samples : 1;
    for (int y = y0; y < y0 + TILE && y < height; y++) for (int x = x0; x < x0 + TILE && x < width; x++) {
      const Pixel *c = pixels + y * width + x; int edge = !pass || (!c->hit && c->near < 0.75f && c->near > 0);
      for (int a = 0; a < 4 && !edge; a++) {
        int xx = x + (a == 0) - (a == 1), yy = y + (a == 2) - (a == 3); if (xx < 0 || yy < 0 || xx >= width || yy >= height) continue;
        const Pixel *q = pixels + yy * width + xx;
        edge = c->hit != q->hit || (c->hit && (fabsf(c->t - q->t) > 0.05f || c->part != q->part));
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
      W dir = DIR(u, v); F across = wdotv(dir, Z);
      I hit = cast(&S, dir, start, end, pass ? pixel / samples : pixel, &t, &near);
      W col = wide((V){0, 0, 0}); part = all(0);
      if (any(hit)) col = shade(&S, wadd(wide(S.eye), wmul(dir, t)), dir, pixel * t, &part);
      for (int i = 0; i < lanes; i++) {
        int j = (first + i) / each, at = todo[j]; float share = hit[i] ? 1.f / each : 0;
        if (!pass) pixels[at] = (Pixel){.t = hit[i] ? t[i] : 0, .z = hit[i] ? t[i] * across[i] : 0, .part = part[i], .near = near[i], .hit = hit[i] != 0};
        if (!hit[i]) continue;
        rgb[3 * at] += col.x[i] * share; rgb[3 * at + 1] += col.y[i] * share; rgb[3 * at + 2] += col.z[i] * share;
        cover[j] += share; zs[j] += share * t[i] * across[i];
      }
    }
    for (int j = 0; j < m; j++) {
      int at = todo[j]; alpha[at] = cover[j];
      depth[at] = cover[j] <= 0 ? 0 : pixels[at].hit ? pixels[at].z : zs[j] / cover[j];
    }
  }
  free(pixels);
}
