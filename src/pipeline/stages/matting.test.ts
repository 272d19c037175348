import { describe, expect, it } from 'vitest';
import type { NdArray, RgbaImage } from '../../core/image/image.ts';
import { exampleManifest } from '../../test/example-manifest.ts';
import { stageContext } from '../../test/stage-context.ts';
import { drawn, inEllipse, noise, type Colour } from '../../test/photos/drawn.ts';
import { matting } from './matting.ts';

const SIZE = 64;

/**
 * A square of 16² pixels in the middle rows. Its first column is `left`. If `left` is a multiple of 8, the
 * edges of the square are between pixels in the inputs of all sizes.
 */
const square = (left: number) => (x: number, y: number) =>
  x >= left && x < left + 16 && y >= 24 && y < 40;

/** A picture of dark squares, on white (`plain`) or on a gradient. */
function photo(squares: readonly number[], plain = true): RgbaImage {
  const data = new Uint8ClampedArray(4 * SIZE * SIZE).fill(255);
  for (let at = 0; at < SIZE * SIZE; at++) {
    const [x, y] = [at % SIZE, Math.floor(at / SIZE)];
    const dark = squares.some((left) => square(left)(x, y));
    data.fill(dark ? 30 : plain ? 250 : 120 + 2 * x, 4 * at, 4 * at + 3);
  }
  return { width: SIZE, height: SIZE, data };
}

/** Returns the source of the mask, and its first and last column. The network gives a square at `left` this alpha. */
async function cut(image: RgbaImage, left: number, alpha = 1) {
  const manifest = exampleManifest();
  manifest.stages.matting.config.size = SIZE;
  let runs = 0;
  const run = async (_: unknown, { image }: Record<string, NdArray>) => {
    // The third and the fourth pass get the photo's mirror image. The sixth pass gets the close-up's.
    const mirrored = [2, 3, 5].includes(runs);
    runs += 1;
    const size = image.shape[3];
    const inPhoto = (pixel: number) => ((pixel + 0.5) * SIZE) / size;
    const data = Float32Array.from({ length: size * size }, (_, at) => {
      const x = mirrored ? size - 1 - (at % size) : at % size;
      return square(left)(inPhoto(x), inPhoto(Math.floor(at / size))) ? alpha : 0;
    });
    return { alpha: { shape: [1, 1, size, size], data } };
  };
  const stage = await stageContext(manifest, { sessions: { run, trim: async () => undefined } });
  const { image: out, source } = await matting({ image, fileName: 'mouse.png' }, stage);
  const row = Array.from({ length: SIZE }, (_, x) => out.data[4 * (32 * SIZE + x) + 3] > 127);
  return { source, from: row.indexOf(true), to: row.lastIndexOf(true) };
}

it('the mask of a photo is the network’s', async () =>
  expect(await cut(photo([32], false), 32)).toEqual({ source: 'network', from: 32, to: 47 }));

it('a mouse on a plain background is cut out by colour if the network roughly agrees', async () =>
  expect(await cut(photo([32]), 33)).toEqual({ source: 'plain', from: 32, to: 47 }));

it('a confident network overrides the colours if another object lies on the plain background', async () =>
  expect(await cut(photo([8, 32]), 32)).toMatchObject({ source: 'network', from: 32 }));

it('a network of low confidence does not override the colours', async () =>
  expect(await cut(photo([32]), 48, 0.7)).toEqual({ source: 'plain', from: 32, to: 47 }));

it('an empty mask is the error mask-empty', async () =>
  await expect(cut(photo([], false), 32, 0.1)).rejects.toMatchObject({ code: 'mask-empty' }));

it('a photo with a plain background is not searched, even if the network has a low confidence', async () => {
  const side = 4 * SIZE;
  const data = new Uint8ClampedArray(4 * side * side).fill(250);
  for (let at = 0; at < side * side; at++) {
    const [x, y] = [at % side, Math.floor(at / side)];
    data[4 * at + 3] = 255;
    if (x >= 80 && x < 160 && y >= 90 && y < 150) data.fill(30, 4 * at, 4 * at + 3);
  }
  const manifest = exampleManifest();
  manifest.stages.matting.config.size = SIZE;
  let passes = 0;
  const run = async (_: unknown, { image: input }: Record<string, NdArray>) => {
    passes += 1;
    const size = input.shape[3];
    const alpha = Float32Array.from({ length: size * size }, (_, i) => 0.6 * +(input.data[i] < 0));
    return { alpha: { shape: [1, 1, size, size], data: alpha } };
  };
  const stage = await stageContext(manifest, { sessions: { run, trim: async () => undefined } });
  const image = { width: side, height: side, data };
  const { source } = await matting({ image, fileName: 'mouse.png' }, stage);
  expect([source, passes]).toEqual(['plain', 6]);
});

const isMouse = (x: number, y: number) => inEllipse(x, y, [96, 80, 40, 24]);
const bedding = (x: number, y: number) => 150 + noise(x, y, 90);
/** A dark mouse on bedding. */
const cage = (x: number, y: number) => (isMouse(x, y) ? 25 + noise(x, y, 40) : bedding(x, y));

/** Cuts out with a network that finds what is dark, with this alpha. */
async function cutDark(colour: (x: number, y: number) => Colour, alpha = 1) {
  const manifest = exampleManifest();
  manifest.stages.matting.config.size = SIZE;
  let passes = 0;
  const run = async (_: unknown, { image }: Record<string, NdArray>) => {
    passes += 1;
    const size = image.shape[3];
    const data = Float32Array.from(
      { length: size * size },
      (_, i) => alpha * +(image.data[i] < -0.3),
    );
    return { alpha: { shape: [1, 1, size, size], data } };
  };
  const stage = await stageContext(manifest, { sessions: { run, trim: async () => undefined } });
  const cutout = await matting({ image: drawn(192, 160, colour), fileName: 'mouse.png' }, stage);
  const { width, height, data } = cutout.image;
  let area = 0;
  for (let i = 3; i < data.length; i += 4) area += Number(data[i] > 127);
  const { source, notices, origin } = cutout;
  /** Area of the cut-out, relative to the mouse's. */
  const mice = area / (Math.PI * 40 * 24);
  return { source, notices, origin, size: [width, height], mice, passes, image: cutout.image };
}

const withAlphaOf =
  (alpha: (x: number, y: number) => boolean, colour: (x: number, y: number) => number = cage) =>
  (x: number, y: number): Colour => {
    const level = colour(x, y);
    return [level, level, level, alpha(x, y) ? 255 : 0];
  };

describe('the photo’s own alpha', () => {
  it('a cut-out is used, after one pass of the network', async () => {
    const { source, notices, passes } = await cutDark(withAlphaOf(isMouse));
    expect([source, notices, passes]).toEqual(['alpha', [], 1]);
  });

  it.each<[string, (x: number, y: number) => Colour]>([
    ['a round arena', withAlphaOf((x, y) => inEllipse(x, y, [96, 80, 80, 78]))],
    ['a window', withAlphaOf((x, y) => x > 5 && x < 180 && y > 5 && y < 150)],
    ['the background', withAlphaOf((x, y) => !isMouse(x, y))],
    ['a loose cut', withAlphaOf((x, y) => inEllipse(x, y, [96, 80, 65, 48]))],
  ])('%s is not: the network’s mask is used, and that is said', async (_, picture) => {
    const { source, notices, mice } = await cutDark(picture);
    expect(source).toBe('network');
    expect(notices).toContain('alpha-ignored');
    expect(mice).toBeGreaterThan(0.85);
    expect(mice).toBeLessThan(1.15);
  });

  it('a network that is not sure leaves it, and the doubt is said', async () => {
    const picture = withAlphaOf((x, y) => inEllipse(x, y, [96, 80, 80, 78]));
    const { source, notices } = await cutDark(picture, 0.7);
    expect(source).toBe('alpha');
    expect(notices).toContain('mask-unsure');
  });

  it('a cut-out that the network does not see is kept, and the doubt is said', async () => {
    const grey = (x: number, y: number): Colour =>
      isMouse(x, y) ? [120, 120, 120, 255] : [0, 0, 0, 0];
    const { source, notices } = await cutDark(grey);
    expect([source, notices]).toEqual(['alpha', ['mask-unsure']]);
  });

  it('what a cut-out does not show is never used', async () => {
    // The network sees the dark half of what is visible.
    const half = (x: number, y: number): Colour =>
      isMouse(x, y) ? [x < 96 ? 25 : 140, 60, 60, x < 90 ? 255 : 200] : [0, 0, 0, 0];
    const { source, notices, mice, image } = await cutDark(half);
    expect(source).toBe('network');
    expect(notices).toContain('alpha-ignored');
    expect(mice).toBeLessThan(0.6);
    const visible = image.data.filter((_, i) => i % 4 === 0 && image.data[i + 3] > 0);
    expect(new Set(visible)).toEqual(new Set([25]));
  });

  it.each([
    ['all of', 200, 'mask-unsure'],
    ['two thirds of', 110, 'mask-unsure'],
    ['a third of', 82, 'alpha-ignored'],
  ])('a hole that hides nothing in %s the mouse', async (_, end, said) => {
    const hole = withAlphaOf(
      (x, y) => !isMouse(x, y) || x >= end,
      (x, y) => (!isMouse(x, y) ? 240 : x >= end ? 25 : 0),
    );
    const { source, notices } = await cutDark(hole);
    expect([source === 'alpha', notices]).toEqual([
      said === 'mask-unsure',
      expect.arrayContaining([said]),
    ]);
  });
});

describe('frames', () => {
  it.each([1, 2, 8])(
    '%i white pixels around the photo are left out, and that is said',
    async (n) => {
      const framed = (x: number, y: number) =>
        Math.min(x, y, 191 - x, 159 - y) < n ? 255 : cage(x, y);
      const { source, notices, origin, size, mice } = await cutDark(framed);
      expect([source, notices, origin]).toEqual([
        'network',
        ['frame-left-out'],
        { left: n, top: n },
      ]);
      expect(size).toEqual([192 - 2 * n, 160 - 2 * n]);
      expect(mice).toBeGreaterThan(0.85);
      expect(mice).toBeLessThan(1.15);
    },
  );

  it('without a frame the whole photo stays, and nothing is said', async () => {
    const { notices, origin, size } = await cutDark(cage);
    expect([notices, origin, size]).toEqual([[], { left: 0, top: 0 }, [192, 160]]);
  });

  it('a round arena on a plain surrounding is left to the network', async () => {
    const arena = (x: number, y: number) => (inEllipse(x, y, [96, 80, 80, 78]) ? cage(x, y) : 255);
    const { source, mice } = await cutDark(arena);
    expect(source).toBe('network');
    expect(mice).toBeLessThan(1.15);
  });
});

describe('objects on a plain background', () => {
  const object = (level: number) => (x: number, y: number) => (isMouse(x, y) ? level : 230);

  it('a mouse that the network sees, too, is beyond doubt', async () =>
    expect(await cutDark(object(20))).toMatchObject({ source: 'plain', notices: [] }));

  it('an object that the network does not see is doubtful', async () =>
    expect(await cutDark(object(120))).toMatchObject({
      source: 'plain',
      notices: ['mask-unsure'],
    }));

  it('two mice: one is used, and that is said', async () => {
    const two = (x: number, y: number) =>
      inEllipse(x, y, [45, 40, 30, 20]) || inEllipse(x, y, [140, 110, 28, 18]) ? 20 : 230;
    const { notices, mice } = await cutDark(two);
    expect(notices).toEqual(['several-animals']);
    expect(mice).toBeLessThan(0.75);
  });
});
