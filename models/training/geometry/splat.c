/* Alpha-compositing of projected Gaussians, front to back, and its gradient (Kerbl et al. 2023, "3D Gaussian
   Splatting", section 6). A Gaussian covers the pixels where its alpha is at least 1/255; alpha is at most 0.99;
   a pixel is finished when its transmittance is below 1e-4. Everything is row-major, float32.

   centre [n,2] pixels, conic [n,3] (xx, xy, yy of the inverse covariance), opacity [n] 0...1, rgb [n,3],
   order [n]: indices from near to far. image [h,w,3] over black, left [h,w]: transmittance, last [h,w]: number of
   entries of `order` up to the last Gaussian that a pixel shows. */
#include <math.h>
#include <string.h>

typedef struct { int x0, x1, y0, y1; } Box;

static int covers(const float *c, const float *q, float opacity, int w, int h, Box *box) {
  float least = 2 * logf(fmaxf(opacity, 1e-9f) * 255.f), det = q[0] * q[2] - q[1] * q[1];
  if (least <= 0 || det <= 0) return 0;
  float rx = sqrtf(least * q[2] / det), ry = sqrtf(least * q[0] / det);
  if (!(c[0] + rx > 0 && c[1] + ry > 0 && c[0] - rx < w && c[1] - ry < h)) return 0;
  box->x0 = fmaxf(ceilf(c[0] - rx - 0.5f), 0); box->x1 = fminf(floorf(c[0] + rx - 0.5f), w - 1);
  box->y0 = fmaxf(ceilf(c[1] - ry - 0.5f), 0); box->y1 = fminf(floorf(c[1] + ry - 0.5f), h - 1);
  return box->x0 <= box->x1 && box->y0 <= box->y1;
}

void splat(int n, int w, int h, const float *centre, const float *conic, const float *opacity, const float *rgb,
           const int *order, float *image, float *left, int *last) {
  memset(image, 0, sizeof(float) * 3 * w * h);
  memset(last, 0, sizeof(int) * w * h);
  for (int i = 0; i < w * h; i++) left[i] = 1;
  for (int k = 0; k < n; k++) {
    int i = order[k];
    const float *c = centre + 2 * i, *q = conic + 3 * i, *p = rgb + 3 * i;
    Box b;
    if (!covers(c, q, opacity[i], w, h, &b)) continue;
    for (int y = b.y0; y <= b.y1; y++) for (int x = b.x0; x <= b.x1; x++) {
      int at = y * w + x;
      if (left[at] < 1e-4f) continue;
      float dx = x + 0.5f - c[0], dy = y + 0.5f - c[1];
      float alpha = opacity[i] * expf(-0.5f * (q[0] * dx * dx + q[2] * dy * dy) - q[1] * dx * dy);
      if (alpha < 1.f / 255) continue;
      if (alpha > 0.99f) alpha = 0.99f;
      float weight = left[at] * alpha;
      for (int j = 0; j < 3; j++) image[3 * at + j] += weight * p[j];
      left[at] *= 1 - alpha; last[at] = k + 1;
    }
  }
}

/* d_image [h,w,3], d_left [h,w]: gradients of a loss. `left` is overwritten; behind [h,w] is scratch memory.
   d_centre, d_conic, d_opacity, d_rgb must be zero before the call. */
void splat_backward(int n, int w, int h, const float *centre, const float *conic, const float *opacity, const float *rgb,
                    const int *order, float *left, const int *last, const float *d_image, const float *d_left,
                    float *behind, float *d_centre, float *d_conic, float *d_opacity, float *d_rgb) {
  for (int i = 0; i < w * h; i++) behind[i] = d_left[i] * left[i];
  for (int k = n - 1; k >= 0; k--) {
    int i = order[k];
    const float *c = centre + 2 * i, *q = conic + 3 * i, *p = rgb + 3 * i;
    Box b;
    if (!covers(c, q, opacity[i], w, h, &b)) continue;
    float gx = 0, gy = 0, ga = 0, gb = 0, gc = 0, go = 0, gr[3] = {0};
    for (int y = b.y0; y <= b.y1; y++) for (int x = b.x0; x <= b.x1; x++) {
      int at = y * w + x;
      if (k >= last[at]) continue;
      float dx = x + 0.5f - c[0], dy = y + 0.5f - c[1];
      float bell = expf(-0.5f * (q[0] * dx * dx + q[2] * dy * dy) - q[1] * dx * dy), alpha = opacity[i] * bell;
      if (alpha < 1.f / 255) continue;
      int full = alpha > 0.99f;
      if (full) alpha = 0.99f;
      const float *g = d_image + 3 * at;
      float before = left[at] / (1 - alpha), weight = before * alpha, shade = p[0] * g[0] + p[1] * g[1] + p[2] * g[2];
      for (int j = 0; j < 3; j++) gr[j] += weight * g[j];
      float d_alpha = before * shade - behind[at] / (1 - alpha);
      behind[at] += weight * shade; left[at] = before;
      if (full) continue;
      go += d_alpha * bell;
      float s = d_alpha * alpha;                     /* gradient of the exponent */
      gx += s * (q[0] * dx + q[1] * dy); gy += s * (q[2] * dy + q[1] * dx);
      ga -= 0.5f * s * dx * dx; gb -= s * dx * dy; gc -= 0.5f * s * dy * dy;
    }
    d_centre[2 * i] = gx; d_centre[2 * i + 1] = gy; d_opacity[i] = go;
    d_conic[3 * i] = ga; d_conic[3 * i + 1] = gb; d_conic[3 * i + 2] = gc;
    for (int j = 0; j < 3; j++) d_rgb[3 * i + j] = gr[j];
  }
}
