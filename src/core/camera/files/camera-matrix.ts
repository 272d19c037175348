/** Tolerance for numbers that must be 0 or 1. */
const EXACT = 1e-6;

/** The numbers of a camera matrix, pixels. */
export interface CameraMatrix {
  fx: number;
  fy: number;
  cx: number;
  cy: number;
  /** 0 for pixels with right angles. */
  skew: number;
}

const isNear = (value: number, wanted: number) => Math.abs(value - wanted) <= EXACT;

/** Whether nine numbers, row by row, are a transposed camera matrix, as MATLAB has it. */
export const isTransposedMatrix = ([, skew, cx, , , cy, ...last]: readonly number[]): boolean =>
  isNear(skew, 0) && isNear(cx, 0) && isNear(cy, 0) && isNear(last[2], 1) && !isNear(last[0], 0);

/**
 * The numbers of a camera matrix K, row by row.
 * @param numbers nine, or fx, fy, cx, cy
 * @returns a text that says why it is no camera matrix
 */
export function cameraMatrix(numbers: readonly number[]): CameraMatrix | string {
  if (numbers.length === 4) {
    const [fx, fy, cx, cy] = numbers;
    return { fx, fy, cx, cy, skew: 0 };
  }
  const [fx, skew, cx, zero, fy, cy, ...last] = numbers;
  if (isTransposedMatrix(numbers))
    return 'K is transposed: cx and cy are in the last row instead of the last column. Then R may be transposed, too';
  if (![zero, last[0], last[1]].every((value) => isNear(value, 0)) || !isNear(last[2], 1))
    return 'K must be fx 0 cx, 0 fy cy, 0 0 1';
  return { fx, fy, cx, cy, skew };
}
