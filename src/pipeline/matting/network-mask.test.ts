import { expect, it } from 'vitest';
import type { NdArray, RgbaImage } from '../../core/image/image.ts';
import { exampleManifest } from '../../test/example-manifest.ts';
import { stageContext } from '../../test/stage-context.ts';
import { mattingUnet } from '../../families/matting-unet/index.ts';
import { runnerOf } from '../networks.ts';
import { networkMask } from './network-mask.ts';

/**
 * Number of passes on a whole photo (or on the crop that replaces the photo), on a close-up, and on a window of
 * the search.
 */
const [WHOLE, CLOSE_UP, WINDOW] = [4, 2, 2];

/** Number of windows in the cage photo, with a side of a half and of a third of the photo's. */
const [HALVES, THIRDS] = [9, 25];

/**
 * A network for tests. It gets the brightness of a pixel, −1…1, and the number of earlier passes. It returns
 * the alpha of that pixel.
 */
type PixelAlpha = (brightness: number, pass: number) => number;

/** The mask of a photo by a network with an input of `size`, which judges every pixel only by its brightness. */
async function maskBy(
  image: RgbaImage,
  pixelAlpha: PixelAlpha,
  { size = 128, search = true, cancelAt = Infinity } = {},
) {
  const manifest = exampleManifest();
  const { matting } = manifest.stages;
  matting.config.size = size;
  const controller = new AbortController();
  let passes = 0;
  const run = async (_: unknown, { image: input }: Record<string, NdArray>) => {
    const side = input.shape[3];
    const pass = passes++;
    if (passes === cancelAt) controller.abort();
    const data = Float32Array.from({ length: side * side }, (_, i) =>
      pixelAlpha(input.data[i], pass),
    );
    return { alpha: { shape: [1, 1, side, side], data } };
  };
  const context = await stageContext(manifest, { sessions: { run, trim: async () => undefined } });
  const network = mattingUnet.open(matting, runnerOf(context));
  if ('photoMask' in network) throw new Error('The U-Net masks squares.');
  const mask = await networkMask(image, network, { ...context, signal: controller.signal }, search);
  const alpha = (x: number, y: number) => mask.alpha[y * image.width + x];
  return { passes, alpha, confidence: mask.confidence };
}

const [DARK, BRIGHT] = [20, 250];
const isDark = (brightness: number) => brightness < -0.5;
const isBright = (brightness: number) => brightness > 0.9;

interface Rectangle {
  level: number;
  box: readonly [left: number, top: number, right: number, bottom: number];
}

/** A picture of grey rectangles on a gradient. */
function photo(rectangles: readonly Rectangle[], width: number, height = width): RgbaImage {
  const data = new Uint8ClampedArray(4 * width * height).fill(255);
  for (let at = 0; at < width * height; at++) {
    const [x, y] = [at % width, Math.floor(at / width)];
    const rectangle = rectangles.find(
      ({ box: [left, top, right, bottom] }) => x >= left && x < right && y >= top && y < bottom,
    );
    data.fill(rectangle?.level ?? 120 + (60 * x) / width, 4 * at, 4 * at + 3);
  }
  return { width, height, data };
}

/** Windows of this photo would have too few pixels to be searched. */
const small = photo([{ level: DARK, box: [64, 64, 192, 160] }], 240);

it('a close-up with a similar mask raises the alpha, and the edges are those of the photo', async () => {
  const pixelAlpha: PixelAlpha = (brightness, pass) =>
    isDark(brightness) ? (pass < WHOLE ? 0.6 : 1) : 0;
  const { passes, alpha } = await maskBy(small, pixelAlpha, { size: 64 });
  expect(passes).toBe(WHOLE + CLOSE_UP);
  expect([alpha(128, 112), alpha(66, 66), alpha(61, 112), alpha(215, 112)]).toEqual([1, 1, 0, 0]);
});

it('if the close-up shows no mouse, the mask of the whole photo is kept', async () => {
  const pixelAlpha: PixelAlpha = (brightness, pass) =>
    isDark(brightness) && pass < WHOLE ? 0.45 : 0;
  const { alpha } = await maskBy(small, pixelAlpha, { size: 64 });
  expect(alpha(128, 112)).toBeCloseTo(0.6, 2);
  expect(alpha(50, 112)).toBe(0);
});

/** A cage: a mouse that the middle window cuts in half, and brighter, larger litter. */
const cage = photo(
  [
    { level: DARK, box: [300, 330, 480, 390] },
    { level: BRIGHT, box: [10, 10, 120, 260] },
  ],
  512,
);
const MOUSE = [390, 360] as const;
const LITTER = [60, 130] as const;

it('a mouse beside a larger object is found by the search, and no pixel of it is lost', async () => {
  const { alpha, confidence } = await maskBy(cage, (brightness, pass) => {
    if (isDark(brightness)) return pass < WHOLE ? 0.1 : 1;
    return isBright(brightness) ? 0.6 : 0;
  });
  expect([alpha(302, 332), alpha(477, 332), alpha(302, 387), alpha(477, 387)]).toEqual([
    1, 1, 1, 1,
  ]);
  expect([alpha(290, 360), alpha(490, 360), alpha(390, 320), alpha(390, 400)]).toEqual([
    0, 0, 0, 0,
  ]);
  expect(alpha(...LITTER)).toBe(0);
  expect(confidence).toBeGreaterThan(0.9);
});

it('a mouse that only the smaller windows show is found by the search', async () => {
  const { passes, alpha } = await maskBy(cage, (brightness, pass) =>
    isDark(brightness) && pass >= WHOLE + WINDOW * HALVES ? 1 : isBright(brightness) ? 0.6 : 0,
  );
  expect(passes).toBeLessThan(WHOLE + WINDOW * (HALVES + THIRDS));
  expect([alpha(...MOUSE), alpha(302, 360), alpha(477, 360), alpha(...LITTER)]).toEqual([
    1, 1, 1, 0,
  ]);
});

it('the mask has the right position in a wide photo that is reduced for the search', async () => {
  const wide = photo([{ level: DARK, box: [700, 500, 900, 560] }], 1111, 777);
  const pixelAlpha: PixelAlpha = (brightness, pass) =>
    isDark(brightness) && pass >= WHOLE ? 1 : 0;
  const { alpha } = await maskBy(wide, pixelAlpha);
  expect([alpha(704, 504), alpha(896, 556), alpha(704, 556), alpha(896, 504)]).toEqual([
    1, 1, 1, 1,
  ]);
  expect([alpha(690, 530), alpha(910, 530), alpha(800, 490), alpha(800, 570)]).toEqual([
    0, 0, 0, 0,
  ]);
});

it('both components of a mouse behind a bar are kept', async () => {
  const barred = photo(
    [
      { level: DARK, box: [290, 300, 335, 360] },
      { level: DARK, box: [345, 300, 380, 360] },
    ],
    512,
  );
  const pixelAlpha: PixelAlpha = (brightness, pass) =>
    isDark(brightness) && pass >= WHOLE ? 1 : 0;
  const { alpha } = await maskBy(barred, pixelAlpha);
  expect([alpha(310, 330), alpha(340, 330), alpha(370, 330)]).toEqual([1, 0, 1]);
});

it('a photo with a confident mask is not searched', async () => {
  const { passes, alpha } = await maskBy(cage, (brightness) =>
    isDark(brightness) ? 1 : isBright(brightness) ? 0.3 : 0,
  );
  expect(passes).toBe(WHOLE + CLOSE_UP);
  expect([alpha(...MOUSE), alpha(...LITTER)]).toEqual([1, 0]);
});

it('with search: false there is no search', async () => {
  const pixelAlpha: PixelAlpha = (brightness) => (isDark(brightness) ? 0.7 : 0);
  const { passes } = await maskBy(cage, pixelAlpha, { search: false });
  expect(passes).toBe(WHOLE + CLOSE_UP);
});

it('windows whose confidence is hardly higher do not replace the mask of the whole photo', async () => {
  const { passes, alpha } = await maskBy(cage, (brightness, pass) =>
    isDark(brightness) ? (pass < WHOLE ? 0.85 : 0.88) : 0,
  );
  expect(passes).toBe(WHOLE + WINDOW * (HALVES + THIRDS) + CLOSE_UP);
  expect(alpha(...MOUSE)).toBeGreaterThan(0.9);
});

/**
 * Whether the search replaces the mask of the whole photo. This mask has alpha 0.9 where `inWholeMask` is true.
 * In windows the dark mouse has alpha 0.93.
 */
const foundAgainst = async (inWholeMask: (brightness: number) => boolean) => {
  const { passes } = await maskBy(cage, (brightness, pass) => {
    if (pass < WHOLE) return inWholeMask(brightness) ? 0.9 : 0;
    return isDark(brightness) ? 0.93 : 0;
  });
  return passes < WHOLE + WINDOW * (HALVES + THIRDS) + CLOSE_UP;
};

it('a mouse elsewhere in the photo needs a higher confidence than the same mouse', async () => {
  expect(await foundAgainst(isDark)).toBe(true);
  expect(await foundAgainst(isBright)).toBe(false);
});

it('a very small object of full alpha is not the mouse', async () => {
  const clip = photo(
    [
      { level: BRIGHT, box: [246, 246, 266, 266] },
      { level: DARK, box: [20, 20, 140, 90] },
    ],
    512,
  );
  const { alpha } = await maskBy(clip, (brightness, pass) =>
    pass >= WHOLE && (isDark(brightness) || isBright(brightness)) ? 1 : 0,
  );
  expect([alpha(80, 60), alpha(256, 256)]).toEqual([1, 0]);
});

it('an empty mask is not replaced by windows of low score', async () => {
  const { passes, alpha } = await maskBy(cage, (brightness, pass) =>
    isDark(brightness) && pass >= WHOLE ? 0.78 : 0,
  );
  expect(passes).toBe(WHOLE + WINDOW * (HALVES + THIRDS));
  expect(alpha(...MOUSE)).toBe(0);
});

it('the mouse of a window is dropped if its crop has a lower confidence than the whole photo', async () => {
  const { passes, alpha } = await maskBy(cage, (brightness, pass) => {
    if (isBright(brightness)) return pass < WHOLE ? 0.75 : 0;
    if (!isDark(brightness) || pass < WHOLE) return 0;
    return pass < WHOLE + WINDOW ? 1 : 0.55;
  });
  expect(passes).toBe(WHOLE + WINDOW + WHOLE + CLOSE_UP);
  expect(alpha(...LITTER)).toBeGreaterThan(0.5);
  expect(alpha(...MOUSE)).toBe(0);
});

it('can be cancelled between two windows', async () => {
  const none: PixelAlpha = () => 0;
  await expect(maskBy(cage, none, { cancelAt: WHOLE + 1 })).rejects.toThrow('aborted');
});
