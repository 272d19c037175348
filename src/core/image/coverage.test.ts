import { describe, expect, it } from 'vitest';
import { drawn, inEllipse, noise } from '../../test/photos/drawn.ts';
import { coveragePlacement, placeLanczos } from './coverage.ts';
import type { RgbaImage } from './image.ts';
import { warpOpenCv } from './opencv-warp.ts';
import { compositeOnWhite } from './pixels.ts';

/** A dark mouse with an outline of middle alpha, and a transparent surrounding with a colour. */
const mouse = (width: number, height: number, ellipse: [number, number, number, number]) =>
  drawn(width, height, (x, y) => {
    const [cx, cy, rx, ry] = ellipse;
    if (inEllipse(x, y, ellipse)) return [20, 30 + noise(x, y, 40), 40, 255];
    return inEllipse(x, y, [cx, cy, rx + 2, ry + 2]) ? [60, 60, 60, 100] : [255, 0, 0, 0];
  });

/** Fraction of a picture that is dark, and the middle of the darkness in 0…1. */
function measure({ width, height, data }: RgbaImage) {
  let [ink, x, y] = [0, 0, 0];
  for (let i = 0; i < width * height; i++) {
    if (data[4 * i] > 127) continue;
    ink += 1;
    x += (i % width) + 0.5;
    y += Math.floor(i / width) + 0.5;
  }
  return { fraction: ink / (width * height), x: x / ink / width, y: y / ink / height };
}

const subject = (image: RgbaImage, size: number) =>
  placeLanczos(image, coveragePlacement(image, size), size);

describe.each([
  ['the size of the subject', 256, 256, [90, 150, 50, 24]],
  ['oblong', 300, 200, [200, 80, 45, 30]],
  ['large: first reduced', 1300, 1100, [400, 700, 260, 150]],
  ['small', 90, 90, [50, 40, 16, 9]],
] as const)('a photo that is %s', (_, width, height, ellipse) => {
  it('shows the mouse in the middle, with 6 % of the area', () => {
    const { fraction, x, y } = measure(subject(mouse(width, height, [...ellipse]), 256));
    expect(fraction).toBeCloseTo(0.06, 2);
    expect(Math.abs(x - 0.5)).toBeLessThan(0.004);
    expect(Math.abs(y - 0.5)).toBeLessThan(0.004);
  });
});

it.each([
  ['enlarged', 100],
  ['reduced by averaging, too', 900],
])('the placement says where the pixels are: %s', (_, side) => {
  const part = (fraction: number) => fraction * side;
  const image = mouse(side, side, [part(0.4), part(0.6), part(0.15), part(0.1)]);
  const placement = coveragePlacement(image, 256);
  const [before, after] = [measure(compositeOnWhite(image)), measure(subject(image, 256))];
  const moved = (value: number, offset: number) => placement.scale * value * side + offset;
  expect(Math.abs(256 * after.x - moved(before.x, placement.offsetX))).toBeLessThan(0.15);
  expect(Math.abs(256 * after.y - moved(before.y, placement.offsetY))).toBeLessThan(0.15);
});

it('the bytes are those of the lab’s formula with cv2.warpAffine', () => {
  const image = mouse(128, 128, [40, 70, 26, 14]);
  let [count, x, y] = [0, 0, 0];
  for (let i = 0; i < 128 * 128; i++) {
    if (image.data[4 * i + 3] <= 127) continue;
    count += 1;
    x += i % 128;
    y += Math.floor(i / 128);
  }
  const scale = Math.sqrt(0.06 / (count / 128 ** 2));
  const offset = [64 - scale * (x / count), 64 - scale * (y / count)] as const;
  const white = [255, 255, 255, 255];
  const expected = warpOpenCv(compositeOnWhite(image), { scale, offset }, 128, white, 'lanczos4');
  expect(subject(image, 128)).toEqual(expected);
});

it('the mouse is enlarged to three times its size, and reduced to 0.3 of it, at most', () => {
  const scaleOf = (ellipse: [number, number, number, number]) =>
    coveragePlacement(mouse(400, 400, ellipse), 200).scale;
  expect(scaleOf([200, 200, 6, 5])).toBeCloseTo(3 / 2, 9);
  const full = drawn(400, 400, () => [0, 0, 0, 255]);
  expect(coveragePlacement(full, 200).scale).toBeCloseTo(0.3 / 2, 9);
});

it('a picture without a mouse is refused', () => {
  const faint = drawn(20, 20, () => [0, 0, 0, 127]);
  expect(() => coveragePlacement(faint, 64)).toThrowError(
    expect.objectContaining({ code: 'mask-empty', stage: 'centring' }) as Error,
  );
});
