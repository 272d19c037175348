/**
 * Single-precision arithmetic. `Math.fround(a + b)`, `Math.fround(a * b)` and `Math.fround(Math.sqrt(a))` of
 * float32 operands give the results of a float unit. `Math.fround(a * b + c)` does not equal a fused
 * multiply-add, because it is rounded twice. `fma32` rounds once.
 */

/**
 * a·b + c, rounded once to float32: the result of the FMA instruction. The operands must be float32 numbers,
 * and a·b must neither overflow nor underflow.
 *
 * The product is exact in double precision. The sum is first rounded to double. The rounding of this double
 * to float32 can be wrong only if the double is half-way between two floats. In that case the rounding error
 * of the sum (Knuth's TwoSum) decides.
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
