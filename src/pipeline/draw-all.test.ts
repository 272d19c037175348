import { expect, it } from 'vitest';
import type { Camera } from '../core/camera/camera.ts';
import type { RgbaImage } from '../core/image/image.ts';
import { drawAll } from './draw-all.ts';

/** Cameras that differ in their width. */
const cameras = [5, 1, 4, 2, 3].map((width) => ({ width }) as Camera);

/** Takes longer for wider pictures, and records how many pictures were drawn at a time. */
function slowRasterizer(atOnce: number, broken = 0) {
  let busy = 0;
  const seen = { most: 0, asked: 0 };
  const renderBytes = async ({ width }: Camera): Promise<RgbaImage> => {
    seen.asked += 1;
    seen.most = Math.max(seen.most, ++busy);
    await new Promise((resolve) => setTimeout(resolve, 3 * width));
    busy -= 1;
    if (width === broken) throw new Error('broken');
    return { width, height: 1, data: new Uint8ClampedArray(4 * width) };
  };
  return { atOnce, renderBytes, seen };
}

it.each([1, 2, 3, 9])('keeps the order with %i at a time', async (atOnce) => {
  const rasterizer = slowRasterizer(atOnce);
  const widths: number[] = [];
  for await (const { width } of drawAll(rasterizer, cameras, {})) widths.push(width);
  expect(widths).toEqual([5, 1, 4, 2, 3]);
  expect(rasterizer.seen).toEqual({ most: Math.min(atOnce, 5), asked: 5 });
});

it('draws no further picture after its caller stops, and passes on errors', async () => {
  const left = slowRasterizer(2);
  for await (const picture of drawAll(left, cameras, {})) if (picture) break;
  expect(left.seen.asked).toBe(2);
  const failing = async () => {
    for await (const picture of drawAll(slowRasterizer(3, 4), cameras, {})) void picture;
  };
  await expect(failing()).rejects.toThrow('broken');
});

it('draws nothing without cameras', async () => {
  for await (const picture of drawAll(slowRasterizer(2), [], {})) expect(picture).toBeUndefined();
});
