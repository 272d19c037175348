import { shRestSize, type ShRest } from './gaussian-cloud.ts';

/**
 * Factors of the real spherical harmonics, with the signs of 3DGS files (Kerbl et al. 2023).
 * shaders/shade.wgsl has the same numbers.
 */
const C1 = 0.4886025119029199;
const C2 = [1.0925484305920792, 0.31539156525252005, 0.5462742152960396];
const C3 = [
  0.5900435899266435, 2.890611442640554, 0.4570457994644658, 0.3731763325901154, 1.445305721320277,
];

/**
 * Writes the values of the basis functions above degree 0 to the first (degree + 1)² − 1 elements of `out`.
 * Their order is that of `f_rest_*`. The direction may have any length. A direction of length zero is treated
 * as +z.
 */
export function shBasis(
  degree: ShRest['degree'],
  dx: number,
  dy: number,
  dz: number,
  out: Float64Array,
): void {
  const length = Math.hypot(dx, dy, dz);
  const x = length > 0 ? dx / length : 0;
  const y = length > 0 ? dy / length : 0;
  const z = length > 0 ? dz / length : 1;
  out[0] = -C1 * y;
  out[1] = C1 * z;
  out[2] = -C1 * x;
  if (degree === 1) return;
  const xx = x * x;
  const yy = y * y;
  const zz = z * z;
  out[3] = C2[0] * x * y;
  out[4] = -C2[0] * y * z;
  out[5] = C2[1] * (2 * zz - xx - yy);
  out[6] = -C2[0] * x * z;
  out[7] = C2[2] * (xx - yy);
  if (degree === 2) return;
  out[8] = -C3[0] * y * (3 * xx - yy);
  out[9] = C3[1] * x * y * z;
  out[10] = -C3[2] * y * (4 * zz - xx - yy);
  out[11] = C3[3] * z * (2 * zz - 3 * xx - 3 * yy);
  out[12] = -C3[2] * x * (4 * zz - xx - yy);
  out[13] = C3[4] * z * (xx - yy);
  out[14] = -C3[0] * x * (xx - 3 * yy);
}

/** Sum of coefficient times basis value, for one channel (0 red, 1 green, 2 blue) of Gaussian i. */
export function shSum(
  { degree, rest }: ShRest,
  i: number,
  channel: 0 | 1 | 2,
  basis: Float64Array,
): number {
  const size = shRestSize(degree);
  const first = (3 * i + channel) * size;
  let sum = 0;
  for (let k = 0; k < size; k++) sum += rest[first + k] * basis[k];
  return sum;
}
