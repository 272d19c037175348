import { SH_C0 } from '../gaussians/gaussian-cloud.ts';
import { PlyFault } from './refuse.ts';

/**
 * Makes SH DC coefficients of colours, in place. Bytes are 0 … 255. Other numbers are 0 … 1 if all are in this range
 * and one of them is a fraction. They are 0 … 255 if all are whole and in this range, and one of them is above 1.
 * Values that are NaN or infinite are left out of account.
 * @throws PlyFault if the numbers fit neither range
 */
export function coefficientsOf(colours: Float32Array, isBytes: boolean): void {
  const white = isBytes ? 255 : whiteOf(colours);
  for (let i = 0; i < colours.length; i++) colours[i] = (colours[i] / white - 0.5) / SH_C0;
}

function whiteOf(colours: Float32Array): number {
  let [least, most, isWhole] = [Infinity, -Infinity, true];
  for (const value of colours) {
    if (!Number.isFinite(value)) continue;
    least = Math.min(least, value);
    most = Math.max(most, value);
    isWhole &&= Number.isInteger(value);
  }
  // No colour at all: nothing that could be wrong.
  if (least > most) return 255;
  if (least >= 0 && most <= 1 && !isWhole) return 1;
  if (least >= 0 && most <= 255 && most > 1 && isWhole) return 255;
  throw new PlyFault('ply-colours', `they go from ${least} to ${most}`);
}
