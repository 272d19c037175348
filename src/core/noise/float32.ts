/**
 * Single-precision arithmetic. `Math.fround(a + b)`, `Math.fround(a * b)` and `Math.fround(Math.sqrt(a))` of
 * float32 operands round as a float unit does. A fused multiply-add cannot be computed like that, because it
 * would be rounded twice. It has a function here.
 */

/**
 * a·b + c rounded once to float32, as the FMA instruction does. Operands must be float32 numbers whose
 * product neither overflows nor underflows.
 *
 * The product is exact in double precision. The sum is rounded to double first, which makes the rounding to
 * float32 wrong only if the double is half-way between two floats. In that case the rounding error of the sum
 * (Knuth's TwoSum) decides.
 */
export function fma32(a: number, b: number, c: number): number {
  const product = a * b;
  const sum = product + c;
  const near = Math.fround(sum);
  const off = sum - near;
  const far = near + 2 * off;
  if (off === 0 || Math.fround(far) !== far) return near;
  const added = sum - product;
  const error = product - (sum - added) + (c - added);
  return Math.sign(error) === Math.sign(off) ? far : near;
}
