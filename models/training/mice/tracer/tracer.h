/* A sphere tracer for mice. A mouse is a smooth union of signed-distance primitives, with the shading of fur.
   tracer.c includes this file for vectors of rays, tracer.cu for single rays. The including file defines
   F, I, U: floats, signed and unsigned integers, one value per ray; comparisons give an I that is not 0 where true;
   INL, OUT, FUN: declarations of functions that must be inlined, must not be inlined, may be inlined;
   MAKE(type, members…); FLOATS, INTS: conversions (INTS towards 0); ONE(mask): 1 where true, 0 elsewhere;
   each_(float), sel(mask, a, b), some(mask), root(F), power(F, float). */

enum { TILE = 8, MAXP = 160, TAIL = 5, EAR = 6, EYE = 7 };
typedef struct { float x, y, z; } V;
typedef struct { F x, y, z; } W;   /* points */
typedef struct {
  float type;            /* 0: sphere-swept cone a-b; 1: ear, a cap of a sphere's shell (a: centre, b: axis to its apex, ra: radius, rb: thickness) */
  V a, b; float ra, rb, k;
  V sv; float s;         /* s times as thick along the unit vector sv */
  V up;                  /* direction of the dorsal colour */
  V ca, cb, cv;          /* albedo (linear): dorsal at a, dorsal at b, ventral */
  float fur, gloss; V dir; float part, cap;  /* dir: direction of the hair; cap: angular radius of an ear */
} Prim;
typedef struct {
  V key, key_rgb, sky, ground, rim; float gain, streak, sheen, bump;
  V patch; float patch_at, patch_scale; V offset; float tick; V tick_rgb; float belly_at, belly_width, rough;
} Shading;
typedef struct { V c; float r, l, m, q; V u; float is, sn, cs; } Bound;   /* bounding sphere; cone: length, slope, 1/sqrt(1-m^2), axis; ear: sin, cos */
typedef unsigned char Index;
typedef struct { float start, end; int n; Index list[MAXP]; } Tile;        /* of a picture: primitives that its rays can hit, range of t */
typedef struct { V x, y, z, eye; float fx, fy, cx, cy, pixel; } Camera;     /* axes in the world */
typedef struct { const Prim *P; const Bound *B; const Shading *L; const Index *list; int n; V eye; } Scene;
typedef struct { float t, z, part, near; V rgb; int hit; } Pixel;

INL F fmin_(F a, F b) { return sel(a < b, a, b); }
INL F fmax_(F a, F b) { return sel(a > b, a, b); }
INL F clamp(F x, float a, float b) { return fmin_(fmax_(x, each_(a)), each_(b)); }
INL F fabs_(F x) { return fmax_(x, -x); }
INL F ramp(float a, float b, F x) { x = clamp((x - a) / (b - a), 0, 1); return x * x * (3 - 2 * x); }
INL V sub(V a, V b) { return MAKE(V, a.x - b.x, a.y - b.y, a.z - b.z); }
INL V add(V a, V b) { return MAKE(V, a.x + b.x, a.y + b.y, a.z + b.z); }
INL V mul(V a, float s) { return MAKE(V, a.x * s, a.y * s, a.z * s); }
INL float dot(V a, V b) { return a.x * b.x + a.y * b.y + a.z * b.z; }
INL V unit(V a) { return mul(a, 1.f / sqrtf(dot(a, a) + 1e-12f)); }
INL W wide(V a) { return MAKE(W, each_(a.x), each_(a.y), each_(a.z)); }
INL W wadd(W a, W b) { return MAKE(W, a.x + b.x, a.y + b.y, a.z + b.z); }
INL W wsub(W a, W b) { return MAKE(W, a.x - b.x, a.y - b.y, a.z - b.z); }
INL W wmul(W a, F s) { return MAKE(W, a.x * s, a.y * s, a.z * s); }
INL W whad(W a, W b) { return MAKE(W, a.x * b.x, a.y * b.y, a.z * b.z); }
INL F wdot(W a, W b) { return a.x * b.x + a.y * b.y + a.z * b.z; }
INL F wdotv(W a, V b) { return a.x * b.x + a.y * b.y + a.z * b.z; }
INL W wmix(W a, W b, F h) { return wadd(a, wmul(wsub(b, a), h)); }
INL W wunit(W a) { return wmul(a, 1.f / root(wdot(a, a) + 1e-12f)); }
INL W wcross(W a, W b) { return MAKE(W, a.y * b.z - a.z * b.y, a.z * b.x - a.x * b.z, a.x * b.y - a.y * b.x); }
INL W shift(W p, float x, float y, float z) { return MAKE(W, p.x + x, p.y + y, p.z + z); }

/* Value noise, -1…1. */
INL F corner(U h) {
  h = (h ^ (h >> 15)) * 0x2c1b3c6du; h ^= h >> 13;
  return FLOATS((I)(h & 0xffff)) * (2.f / 65535.f) - 1.f;
}
INL I floor_(F x, F *part) {
  I i = INTS(x); i -= ONE(x < FLOATS(i));
  *part = x - FLOATS(i);
  return i;
}
OUT F noise(W p) {
  F u, v, w;
  U x0 = (U)floor_(p.x, &u) * 0x8da6b343u, y0 = (U)floor_(p.y, &v) * 0xd8163841u, z0 = (U)floor_(p.z, &w) * 0xcb1ab31fu;
  U x1 = x0 + 0x8da6b343u, y1 = y0 + 0xd8163841u, z1 = z0 + 0xcb1ab31fu;
  u = u * u * (3 - 2 * u); v = v * v * (3 - 2 * v); w = w * w * (3 - 2 * w);
#define LERP(a, b, t) ((a) + ((b) - (a)) * (t))
#define EDGE(y, z) LERP(corner(x0 ^ y ^ z), corner(x1 ^ y ^ z), u)
  F a = LERP(EDGE(y0, z0), EDGE(y1, z0), v), b = LERP(EDGE(y0, z1), EDGE(y1, z1), v);
  return LERP(a, b, w);
}
/* Noise that is smeared along the hair. It makes strands of the given width, about five widths long. */
FUN F strands(W p, W along, float width) {
  F sum = each_(0);
  for (int i = -2; i <= 2; i++) sum += noise(wmul(wadd(p, wmul(along, each_(i * width))), each_(1.f / width)));
  return sum * 0.42f;
}

/* Distance of points to one primitive. *along: position between a and b, 0…1. */
INL F distance(const Prim *P, const Bound *B, W p, F *along) {
  W q = wsub(p, wide(P->a));
  if (P->s != 1.f) q = wadd(q, wmul(wide(P->sv), (B->is - 1.f) * wdotv(q, P->sv)));
  float scale = P->s < 1.f ? P->s : 1.f;
  if (P->type > 0.5f) {
    F y = wdotv(q, P->b), x = root(fmax_(wdot(q, q) - y * y, each_(0)));
    F e = x - P->ra * B->sn, g = y - P->ra * B->cs;
    *along = clamp(x / (P->ra * B->sn), 0, 1);
    F d = sel(x * B->cs < y * B->sn, fabs_(root(x * x + y * y) - P->ra), root(e * e + g * g));
    return (d - P->rb * (1 - 0.45f * *along)) * scale;
  }
  F x = wdotv(q, B->u), r = root(fmax_(wdot(q, q) - x * x, each_(0))), t = clamp(x + r * (B->m * B->q), 0, B->l);
  *along = t * (B->l > 1e-6f ? 1 / B->l : 0);
  x -= t;
  return (root(x * x + r * r) - P->ra - B->m * t) * scale;
}
INL I within(const Bound *B, float k, W p, F d) {   /* can this primitive change the distance d? */
  W c = wsub(p, wide(B->c)); F reach = d + (B->r + k);
  return (reach > 0) & (wdot(c, c) < reach * reach);
}
OUT F scene(const Scene *S, W p) {
  F d = each_(1e3f), al, fur = each_(0);
  for (int i = 0; i < S->n; i++) {
    const Prim *q = S->P + S->list[i]; const Bound *b = S->B + S->list[i];
    if (i && !some(within(b, q->k, p, d))) continue;
    F e = distance(q, b, p, &al), h = clamp(0.5f + (d - e) * (0.5f / q->k), 0, 1);
    d = d * (1 - h) + e * h - q->k * h * (1 - h);
    fur += (q->fur - fur) * h;
  }
  if (some((d < 0.03f) & (fur > 0.3f))) {   /* folds and tufts of the coat */
    W o = wadd(p, wide(S->L->offset));
    d -= (S->L->rough * noise(wmul(o, each_(12.f))) + 0.45f * S->L->rough * noise(wmul(o, each_(41.f)))) * fur * ramp(0.03f, 0.012f, d);
  }
  return d;
}

INL F srgb(F x) {
  x = clamp(x, 0, 1);
  return sel(x < 0.0031308f, 12.92f * x, 1.055f * power(x, 1 / 2.4f) - 0.055f);
}

/* sRGB colours of surface points p, in the direction `view` from the eye; `foot`: width of a pixel at p. */
FUN W shade(const Scene *S, W p, W view, F foot, F *part) {
  const Shading *L = S->L;
  F e = fmax_(each_(0.0015f), 0.35f * foot), d = each_(1e3f), al, fur = each_(0), gloss = each_(0), zero = each_(0);
  W n = wide(MAKE(V, 0, 0, 0)), rgb = n, low = n, up = n, dir = n;
  for (int i = 0; i < 4; i++) {   /* the corners of a tetrahedron */
    W way = wide(MAKE(V, i % 3 ? -1.f : 1.f, i < 2 ? -1.f : 1.f, i % 2 ? 1.f : -1.f));
    n = wadd(n, wmul(way, scene(S, wadd(p, wmul(way, e)))));
  }
  n = wunit(n);
  *part = zero;
  for (int i = 0; i < S->n; i++) {
    const Prim *q = S->P + S->list[i]; const Bound *b = S->B + S->list[i];
    if (i && !some(within(b, q->k, p, d))) continue;
    F f = distance(q, b, p, &al), h = clamp(0.5f + (d - f) * (0.5f / q->k), 0, 1);
    d = d * (1 - h) + f * h - q->k * h * (1 - h);
    rgb = wmix(rgb, wmix(wide(q->ca), wide(q->cb), al), h); low = wmix(low, wide(q->cv), h); up = wmix(up, wide(q->up), h); dir = wmix(dir, wide(q->dir), h);
    fur += (q->fur - fur) * h; gloss += (q->gloss - gloss) * h;
    *part = sel(h > 0.5f, each_(q->part), *part);
  }
  W o = wadd(p, wide(L->offset));
  F wave = noise(wmul(o, each_(7.f)));
  W lie = wadd(dir, MAKE(W, 0.3f * noise(wmul(o, each_(4.1f))), 0.3f * noise(shift(wmul(o, each_(4.3f)), 9, 1, 4)), each_(-0.3f)));
  lie = wunit(wsub(lie, wmul(n, wdot(lie, n))));
  W side = wcross(n, lie), n0 = n;
  F thread = zero, a = ramp(0.045f, 0.008f, foot), b = ramp(0.016f, 0.003f, foot);
  if (some(fur > 0.02f)) {
    float thick = 0.022f, fine = 0.008f, eps = 0.004f;
    F s0 = strands(o, lie, thick), s1 = strands(wadd(o, wmul(side, each_(eps))), lie, thick);
    thread = 0.6f * a * s0;
    F slope = a * (s1 - s0) * 0.5f;
    if (some(b > 0.01f)) {
      W o2 = shift(o, 3, 7, 1);
      F f0 = strands(o2, lie, fine), f1 = strands(wadd(o2, wmul(side, each_(0.4f * eps))), lie, fine);
      thread += 0.6f * b * f0; slope += b * (f1 - f0) * 0.9f;
    }
    n = wunit(wsub(n, wmul(side, clamp(slope * L->bump, -0.9f, 0.9f) * fur)));
  }
  /* Albedo: back to belly, patches, banded (agouti) hairs, strands. */
  F w = ramp(L->belly_at - L->belly_width, L->belly_at + L->belly_width, wdot(n0, wunit(up)) + 0.12f * wave + 0.1f * thread);
  rgb = wmix(low, rgb, w);
  if (L->patch_at < 1.f) {
    F z = noise(wmul(o, each_(L->patch_scale))) + 0.4f * noise(wmul(o, each_(2.3f * L->patch_scale))) + 0.25f * thread;
    rgb = wmix(rgb, wide(L->patch), ramp(L->patch_at - 0.06f, L->patch_at + 0.06f, z) * ramp(0.25f, 0.5f, fur));
  }
  if (L->tick > 0) rgb = wmix(rgb, wide(L->tick_rgb), clamp(L->tick * fur * w * (0.45f + 0.35f * thread + 0.6f * noise(wmul(o, each_(110.f))) * b), 0, 0.8f));
  rgb = wmul(rgb, fmax_(each_(0.25f), 1 + fur * (L->streak * thread + 0.1f * wave) + (1 - fur) * 0.10f * wave));
  /* Light. */
  F ao = 0.5f * clamp(scene(S, wadd(p, wmul(n0, each_(0.04f)))) * 25.f, 0, 1) + 0.5f * clamp(scene(S, wadd(p, wmul(n0, each_(0.11f)))) * 9.f, 0, 1);
  F open = clamp(scene(S, wadd(wadd(p, wmul(n0, each_(0.012f))), wide(mul(L->key, 0.07f)))) * 18.f, 0, 1);
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
  if (some(gloss > 0)) {
    F g = fmax_(zero, wdot(n0, half)); g *= g; g *= g; g *= g; g *= g; g *= g;
    W r = wsub(view, wmul(n0, 2 * wdot(view, n0)));
    out = wadd(out, wmul(wide(L->key_rgb), gloss * (0.9f * g * g + 0.06f * g)));
    out = wadd(out, wmul(wmix(wide(L->ground), wide(L->sky), 0.5f + 0.5f * r.z), gloss * (0.03f + 0.3f * grazing * grazing)));
  }
  out.x = srgb(out.x * L->gain); out.y = srgb(out.y * L->gain); out.z = srgb(out.z * L->gain);
  return out;
}

/* Follows rays along dir from t = start to end. Returns the mask of hits. t_out: t of the hits. near: least distance
   of a ray to a surface, in pixels. */
FUN I cast(const Scene *S, W dir, float start, float end, float pixel, F *t_out, F *near) {
  F t = each_(start); I hit = {0}, live = t < end; *near = each_(1e3f);
  W eye = wide(S->eye);
  for (int i = 0; i < 256 && some(live); i++) {
    F d = scene(S, wadd(eye, wmul(dir, t))), size = d / (t * pixel);
    *near = sel(live, fmin_(*near, size), *near);
    hit |= live & (size < 0.12f); live &= hit == 0;
    t = sel(live, t + fmax_(d * 0.9f, 0.2f * pixel * t), t); live &= t < end;
  }
  *t_out = t;
  return hit;
}

INL Bound bound(const Prim *P) {
  Bound B; V ab = sub(P->b, P->a), q = ab; float g = P->s > 1 ? P->s : 1;
  B.is = 1 / P->s; B.sn = sinf(P->cap); B.cs = cosf(P->cap);
  if (P->type > 0.5f) {
    B.c = add(P->a, mul(P->b, P->ra * B.cs)); B.r = (P->ra * (B.sn + 0.5f * (1 - B.cs)) + P->rb) * g;
    B.l = B.m = 0; B.q = 1; B.u = P->b;
    return B;
  }
  if (P->s != 1.f) q = add(ab, mul(P->sv, (B.is - 1) * dot(ab, P->sv)));   /* the axis in the scaled space */
  B.l = sqrtf(dot(q, q)); B.u = mul(q, 1 / (B.l + 1e-9f));
  B.m = B.l > 1e-6f ? (P->rb - P->ra) / B.l : 0; B.m = fminf(fmaxf(B.m, -0.98f), 0.98f);
  B.q = 1 / sqrtf(1 - B.m * B.m);
  B.c = mul(add(P->a, P->b), 0.5f); B.r = 0.5f * sqrtf(dot(ab, ab)) + fmaxf(P->ra, P->rb) * g;
  return B;
}

/* Makes a Camera from w2c [16] and k = fx fy cx cy. */
INL Camera camera(const float *w2c, const float *k) {
  Camera C = {{w2c[0], w2c[1], w2c[2]}, {w2c[4], w2c[5], w2c[6]}, {w2c[8], w2c[9], w2c[10]}, {0, 0, 0}, k[0], k[1], k[2], k[3], 1 / k[0]};
  C.eye = mul(add(add(mul(C.x, w2c[3]), mul(C.y, w2c[7])), mul(C.z, w2c[11])), -1);
  return C;
}
/* Unit direction vectors through the pixel coordinates (u, v). */
INL W ray(const Camera *C, F u, F v) {
  return wunit(wadd(wadd(wmul(wide(C->x), (u - C->cx) / C->fx), wmul(wide(C->y), (v - C->cy) / C->fy)), wide(C->z)));
}
/* Fills the tile whose upper left pixel is (x0, y0). If the rays of the tile hit nothing, n is 0. */
INL void find_prims(const Camera *C, const Bound *B, int n, int x0, int y0, Tile *T) {
  float start = 1e3f, end = 0, cone0 = 0.5f * TILE * 1.4143f * C->pixel; int meets = 0, count = 0;
  V mid = unit(add(add(mul(C->x, (x0 + 0.5f * TILE - C->cx) / C->fx), mul(C->y, (y0 + 0.5f * TILE - C->cy) / C->fy)), C->z));
  for (int i = 0; i < n; i++) {
    V c = sub(B[i].c, C->eye); float along = dot(c, mid), off = sqrtf(fmaxf(0, dot(c, c) - along * along)), cone = cone0 * along * 1.05f;
    if (along + B[i].r < 0 || off > B[i].r + cone + 0.09f) continue;
    T->list[count++] = (Index)i;
    if (off > B[i].r + cone + 0.02f) continue;
    meets = 1; start = fminf(start, along - B[i].r - 0.04f); end = fmaxf(end, along + B[i].r + 0.04f);
  }
  T->start = fmaxf(start, 0.02f); T->end = end; T->n = meets ? count : 0;
}
/* is_near: a ray just missed the mouse in this pixel. differ: an edge lies between two neighbours. */
INL int is_near(const Pixel *c) { return !c->hit && c->near < 0.75f && c->near > 0; }
INL int differ(const Pixel *c, const Pixel *q) { return c->hit != q->hit || (c->hit && (fabsf(c->t - q->t) > 0.05f || c->part != q->part)); }
