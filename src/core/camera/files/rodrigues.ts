/**
 * The rotation about a vector by its length in radians: a 3 × 3 matrix, row by row.
 * Formula: https://docs.opencv.org/4.x/d9/d0c/group__calib3d.html, "Rodrigues".
 */
export function rodrigues(vector: readonly number[]): number[] {
  const angle = Math.hypot(...vector);
  if (angle === 0) return [1, 0, 0, 0, 1, 0, 0, 0, 1];
  const [x, y, z] = vector.map((value) => value / angle);
  const [c, s] = [Math.cos(angle), Math.sin(angle)];
  const rest = 1 - c;
  return [
    ...[c + rest * x * x, rest * x * y - s * z, rest * x * z + s * y],
    ...[rest * x * y + s * z, c + rest * y * y, rest * y * z - s * x],
    ...[rest * x * z - s * y, rest * y * z + s * x, c + rest * z * z],
  ];
}
