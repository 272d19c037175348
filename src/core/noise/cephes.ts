/**
 * The float32 logarithm, sine and cosine of torch's AVX2 kernels, bit for bit. The polynomials are those of
 * the Cephes library (S. Moshier), evaluated in the order of ATen/native/cpu/avx_mathfun.h. Each
 * multiplication is fused with the addition that follows, because GCC does so in the released builds
 * (-ffp-contract=fast).
 */
import { fma32 } from './float32.ts';

const { fround } = Math;
const floats = (...values: readonly number[]) => values.map(fround);

const LOG = floats(
  7.0376836292e-2,
  -1.151461031e-1,
  1.167699874e-1,
  -1.2420140846e-1,
  1.4249322787e-1,
  -1.6668057665e-1,
  2.0000714765e-1,
  -2.4999993993e-1,
  3.3333331174e-1,
);
/** ln 2 as a sum of two numbers. The product of the first and a small integer is exact. */
const LN2_HIGH = 0.693359375;
const LN2_LOW = fround(-2.1219444e-4);
const SQRT_HALF = fround(Math.SQRT1_2);

const SIN = floats(-1.9515295891e-4, 8.3321608736e-3, -1.6666654611e-1);
const COS = floats(2.443315711809948e-5, -1.388731625493765e-3, 4.166664568298827e-2);
const FOUR_OVER_PI = fround(4 / Math.PI);
/** −π/4 as a sum of three numbers (Cody and Waite). */
const MINUS_QUARTER_PI = floats(-0.78515625, -2.4187564849853515625e-4, -3.774894977445941e-8);

const bits = new Uint32Array(1);
const real = new Float32Array(bits.buffer);

/** Natural logarithm of a positive, normal float32. */
export function log32(value: number): number {
  real[0] = value;
  let exponent = (bits[0] >>> 23) - 126;
  bits[0] = (bits[0] & 0x007fffff) | 0x3f000000;
  const mantissa = real[0];
  let x = mantissa - 1;
  if (mantissa < SQRT_HALF) {
    exponent -= 1;
    x += mantissa;
  }
  const squared = fround(x * x);
  let y = LOG[0];
  for (let i = 1; i < LOG.length; i++) y = fma32(y, x, LOG[i]);
  y = fma32(fround(y * x), squared, fround(exponent * LN2_LOW));
  y = fma32(squared, -0.5, y);
  return fma32(exponent, LN2_HIGH, fround(x + y));
}

/** Writes the sine and cosine of a float32 angle in 0…8192 rad to `out[0]` and `out[1]`. */
export function sinCos32(angleRad: number, out: Float32Array): void {
  const octant = (Math.trunc(fround(angleRad * FOUR_OVER_PI)) + 1) & ~1;
  let x = angleRad;
  for (const summand of MINUS_QUARTER_PI) x = fma32(octant, summand, x);
  const squared = fround(x * x);

  let cos = fma32(fma32(COS[0], squared, COS[1]), squared, COS[2]);
  cos = fma32(fround(cos * squared), squared, fround(squared * -0.5));
  cos = fround(cos + 1);
  let sin = fma32(fma32(SIN[0], squared, SIN[1]), squared, SIN[2]);
  sin = fma32(fround(sin * squared), x, x);

  const swapped = (octant & 2) !== 0;
  out[0] = (swapped ? cos : sin) * (octant & 4 ? -1 : 1);
  out[1] = (swapped ? sin : cos) * ((octant - 2) & 4 ? 1 : -1);
}
