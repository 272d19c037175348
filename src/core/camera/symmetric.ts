/** Sweeps of Jacobi's method. Each squares the error, so six are enough for all digits. */
const SWEEPS = 12;

/**
 * The unit eigenvectors of a symmetric 3×3 matrix, by ascending eigenvalues: Jacobi's method (Golub and Van Loan, Matrix Computations,
 * 8.5).
 * @param matrix row-major
 */
export function eigenvectorsOf(matrix: readonly number[]): number[][] {
  const a = [...matrix];
  const v = [1, 0, 0, 0, 1, 0, 0, 0, 1];
  for (let sweep = 0; sweep < SWEEPS; sweep++)
    for (const [p, q] of [
      [0, 1],
      [0, 2],
      [1, 2],
    ]) {
      const off = a[3 * p + q];
      if (off === 0) continue;
      const angle = Math.atan2(2 * off, a[4 * q] - a[4 * p]) / 2;
      const [c, s] = [Math.cos(angle), Math.sin(angle)];
      for (let k = 0; k < 3; k++) {
        const [x, y] = [a[3 * k + p], a[3 * k + q]];
        [a[3 * k + p], a[3 * k + q]] = [c * x - s * y, s * x + c * y];
      }
      for (let k = 0; k < 3; k++) {
        const [x, y] = [a[3 * p + k], a[3 * q + k]];
        [a[3 * p + k], a[3 * q + k]] = [c * x - s * y, s * x + c * y];
        const [m, n] = [v[3 * k + p], v[3 * k + q]];
        [v[3 * k + p], v[3 * k + q]] = [c * m - s * n, s * m + c * n];
      }
    }
  const order = [0, 1, 2].sort((i, k) => a[4 * i] - a[4 * k]);
  return order.map((i) => [v[i], v[3 + i], v[6 + i]]);
}
