import path from 'node:path';
import sharp from 'sharp';
import { expect } from 'vitest';

/** The samples of the output.png of a run. */
export const outputOf = (run: string): Promise<Buffer> =>
  sharp(path.join(run, 'output.png')).raw().toBuffer();

/** PSNR of the output.png of two runs, in dB. */
export const outputPsnr = async (one: string, other: string): Promise<number> =>
  psnr8(await outputOf(one), await outputOf(other));

/** PSNR of two 8-bit pictures, in dB. */
export function psnr8(a: Buffer, b: Buffer): number {
  expect(a.length).toBe(b.length);
  const squares = a.reduce((sum, value, i) => sum + (value - b[i]) ** 2, 0);
  return 10 * Math.log10((255 ** 2 * a.length) / squares);
}
