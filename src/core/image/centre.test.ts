import { describe, expect, test } from 'vitest';
import { centrePlacement, placeSubject } from './centre.ts';
import type { RgbaImage } from './image.ts';

/** A black rectangle on a transparent picture. */
function cutout(width: number, height: number, [x0, y0, w, h]: number[], alpha = 255): RgbaImage {
  const data = new Uint8ClampedArray(4 * width * height);
  for (let y = y0; y < y0 + h; y++)
    for (let x = x0; x < x0 + w; x++) data[4 * (y * width + x) + 3] = alpha;
  return { width, height, data };
}

const centred = (image: RgbaImage, size = 512) =>
  placeSubject(image, centrePlacement(image, { size }), { size });

/** √(fraction of the picture that is dark), and the centre of mass of the darkness. */
function measure({ width, height, data }: RgbaImage) {
  let [ink, x, y] = [0, 0, 0];
  for (let i = 0; i < width * height; i++) {
    const dark = 1 - data[4 * i] / 255;
    ink += dark;
    x += dark * ((i % width) + 0.5);
    y += dark * (Math.floor(i / width) + 0.5);
  }
  return { ratio: Math.sqrt(ink / (width * height)), x: x / ink, y: y / ink };
}

describe.each([
  ['large and off the middle: shrinks', 1600, 900, [1000, 100, 500, 300]],
  ['small: grows', 100, 80, [3, 50, 20, 16]],
  ['touching the corner', 640, 480, [0, 0, 200, 150]],
  ['three pixels wide', 64, 64, [61, 0, 3, 3]],
  ['the whole picture', 300, 300, [0, 0, 300, 300]],
])('%s', (_, width, height, box) => {
  test('has a ratio of 0.3, and its centre is in the middle', () => {
    const { image, placement } = centred(cutout(width, height, box));
    const { ratio, x, y } = measure(image);
    expect([image.width, image.height]).toEqual([512, 512]);
    expect(Math.abs(ratio - 0.3)).toBeLessThan(0.012);
    expect(Math.abs(x - 256)).toBeLessThan(0.5);
    expect(Math.abs(y - 256)).toBeLessThan(0.5);
    expect(placement.scale * (box[0] + box[2] / 2) + placement.offsetX).toBeCloseTo(256, 9);
    expect(placement.scale * (box[1] + box[3] / 2) + placement.offsetY).toBeCloseTo(256, 9);
  });
});

test('the scale follows the formula exactly', () => {
  const { scale } = centrePlacement(cutout(200, 100, [10, 10, 40, 25]), { ratio: 0.3, size: 512 });
  expect(scale).toBeCloseTo((0.3 * 512) / Math.sqrt(1000), 12);
});

test('pixels of alpha 10 do not count, pixels of alpha 11 do', () => {
  const image = cutout(100, 100, [0, 0, 100, 100], 10);
  expect(() => centrePlacement(image)).toThrowError(
    expect.objectContaining({ code: 'mask-empty', stage: 'centring' }),
  );
  image.data[3] = 11;
  expect(centrePlacement(image).scale).toBeCloseTo(153.6, 9);
});

test('the result is opaque and white outside', () => {
  const { data } = centred(cutout(64, 64, [20, 20, 8, 8]), 64).image;
  expect(data.filter((_, i) => i % 4 === 3).every((alpha) => alpha === 255)).toBe(true);
  expect([...data.slice(0, 4)]).toEqual([255, 255, 255, 255]);
});
