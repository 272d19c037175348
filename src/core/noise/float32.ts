/**
 * Single-precision arithmetic step by step. `Math.fround(a + b)`, `Math.fround(a * b)` and
 * `Math.fround(Math.sqrt(a))` of float32 operands round as a float unit does; a fused multiply-add does
 * not come out of two roundings in double and has its own function here.
 */

/**
 * a·b + c rounded once to float32, as the FMA instruction does it. Operands must be float32 numbers
 * whose product neither overflows nor underflows.
 *
 * The product is exact in double, and the sum's rounding to double can only mislead the rounding to
 * float32 where it lands half-way between two floats: there the lost part of the sum (Knuth's TwoSum)
 * decides.
 */
export function fma32(a: number, b: number, c: number): number {
  const product = a * b;
  const sum = product + c;
  const near = Math.fround(sum);
  const off = sum - near;
  const far = near + 2 * off;
  if (off === 0 || Math.fround(far) !== far) return near;
  const added = sum - product;
  const lost = product - (sum - added) + (c - added);
  return Math.sign(lost) === Math.sign(off) ? far : near;
}
