import { expect, it } from 'vitest';
import type { NdArray, RgbaImage } from '../../core/image/image.ts';
import { exampleManifest } from '../../test/example-manifest.ts';
import { stageContext } from '../../test/stage-context.ts';
import { mattingUnet } from '../../families/matting-unet/index.ts';
import { runnerOf } from '../networks.ts';
import { networkMask } from './network-mask.ts';

/** Looks at the whole photo or a part in its stead, at the mouse, and at a window. */
const [WHOLE, CLOSER, WINDOW] = [4, 2, 2];

/** Windows of half the cage's side, and of a third. */
const [HALVES, THIRDS] = [9, 25];

/** Brightness −1…1 of a pixel, and how many looks were before → alpha. */
type See = (brightness: number, look: number) => number;

/** The mask of a photo by a network of that size that sees every pixel by itself. */
async function maskBy(
  image: RgbaImage,
  see: See,
  { size = 128, search = true, cancelAt = Infinity } = {},
) {
  const manifest = exampleManifest();
  const { matting } = manifest.stages;
  matting.config.size = size;
  const wish = new AbortController();
  let looks = 0;
  const run = async (_: unknown, { image: seen }: Record<string, NdArray>) => {
    const side = seen.shape[3];
    const look = looks++;
    if (looks === cancelAt) wish.abort();
    const data = Float32Array.from({ length: side * side }, (_, i) => see(seen.data[i], look));
    return { alpha: { shape: [1, 1, side, side], data } };
  };
  const context = await stageContext(manifest, { host: { run, trim: async () => undefined } });
  const network = mattingUnet.open(matting, runnerOf(context));
  if ('photoMask' in network) throw new Error('The U-Net masks squares.');
  const mask = await networkMask(image, network, { ...context, signal: wish.signal }, search);
  const alpha = (x: number, y: number) => mask.alpha[y * image.width + x];
  return { looks, alpha, confidence: mask.confidence };
}

const [DARK, BRIGHT] = [20, 250];
const isDark = (brightness: number) => brightness < -0.5;
const isBright = (brightness: number) => brightness > 0.9;

interface Thing {
  tone: number;
  box: readonly [left: number, top: number, right: number, bottom: number];
}

/** Things on a gradient. */
function photo(things: readonly Thing[], width: number, height = width): RgbaImage {
  const data = new Uint8ClampedArray(4 * width * height).fill(255);
  for (let at = 0; at < width * height; at++) {
    const [x, y] = [at % width, Math.floor(at / width)];
    const thing = things.find(
      ({ box: [left, top, right, bottom] }) => x >= left && x < right && y >= top && y < bottom,
    );
    data.fill(thing?.tone ?? 120 + (60 * x) / width, 4 * at, 4 * at + 3);
  }
  return { width, height, data };
}

/** A photo too small to be searched. */
const small = photo([{ tone: DARK, box: [64, 64, 192, 160] }], 240);

it('a closer look that agrees makes the mask surer, pixel by pixel of the photo', async () => {
  const see: See = (brightness, look) => (isDark(brightness) ? (look < WHOLE ? 0.6 : 1) : 0);
  const { looks, alpha } = await maskBy(small, see, { size: 64 });
  expect(looks).toBe(WHOLE + CLOSER);
  expect([alpha(128, 112), alpha(66, 66), alpha(61, 112), alpha(215, 112)]).toEqual([1, 1, 0, 0]);
});

it('a mouse that the closer look loses is that of the whole photo', async () => {
  const see: See = (brightness, look) => (isDark(brightness) && look < WHOLE ? 0.45 : 0);
  const { alpha } = await maskBy(small, see, { size: 64 });
  expect(alpha(128, 112)).toBeCloseTo(0.6, 2);
  expect(alpha(50, 112)).toBe(0);
});

/** A cage: a mouse half out of the window in the middle, and bright litter that is larger. */
const cage = photo(
  [
    { tone: DARK, box: [300, 330, 480, 390] },
    { tone: BRIGHT, box: [10, 10, 120, 260] },
  ],
  512,
);
const MOUSE = [390, 360] as const;
const LITTER = [60, 130] as const;

it('a mouse among things is found in a part of the photo, and no pixel of it is lost', async () => {
  const { alpha, confidence } = await maskBy(cage, (brightness, look) => {
    if (isDark(brightness)) return look < WHOLE ? 0.1 : 1;
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

it('so is one that smaller windows show alone', async () => {
  const { looks, alpha } = await maskBy(cage, (brightness, look) =>
    isDark(brightness) && look >= WHOLE + WINDOW * HALVES ? 1 : isBright(brightness) ? 0.6 : 0,
  );
  expect(looks).toBeLessThan(WHOLE + WINDOW * (HALVES + THIRDS));
  expect([alpha(...MOUSE), alpha(302, 360), alpha(477, 360), alpha(...LITTER)]).toEqual([
    1, 1, 1, 0,
  ]);
});

it('it lies where it lay in a photo of another shape, larger than what is searched', async () => {
  const wide = photo([{ tone: DARK, box: [700, 500, 900, 560] }], 1111, 777);
  const see: See = (brightness, look) => (isDark(brightness) && look >= WHOLE ? 1 : 0);
  const { alpha } = await maskBy(wide, see);
  expect([alpha(704, 504), alpha(896, 556), alpha(704, 556), alpha(896, 504)]).toEqual([
    1, 1, 1, 1,
  ]);
  expect([alpha(690, 530), alpha(910, 530), alpha(800, 490), alpha(800, 570)]).toEqual([
    0, 0, 0, 0,
  ]);
});

it('a mouse behind a bar stays whole', async () => {
  const barred = photo(
    [
      { tone: DARK, box: [290, 300, 335, 360] },
      { tone: DARK, box: [345, 300, 380, 360] },
    ],
    512,
  );
  const see: See = (brightness, look) => (isDark(brightness) && look >= WHOLE ? 1 : 0);
  const { alpha } = await maskBy(barred, see);
  expect([alpha(310, 330), alpha(340, 330), alpha(370, 330)]).toEqual([1, 0, 1]);
});

it('a photo whose mouse is sure is not searched', async () => {
  const { looks, alpha } = await maskBy(cage, (brightness) =>
    isDark(brightness) ? 1 : isBright(brightness) ? 0.3 : 0,
  );
  expect(looks).toBe(WHOLE + CLOSER);
  expect([alpha(...MOUSE), alpha(...LITTER)]).toEqual([1, 0]);
});

it('nor is one of which is told so', async () => {
  const see: See = (brightness) => (isDark(brightness) ? 0.7 : 0);
  const { looks } = await maskBy(cage, see, { search: false });
  expect(looks).toBe(WHOLE + CLOSER);
});

it('parts that are hardly surer leave the mouse of the whole photo', async () => {
  const { looks, alpha } = await maskBy(cage, (brightness, look) =>
    isDark(brightness) ? (look < WHOLE ? 0.85 : 0.88) : 0,
  );
  expect(looks).toBe(WHOLE + WINDOW * (HALVES + THIRDS) + CLOSER);
  expect(alpha(...MOUSE)).toBeGreaterThan(0.9);
});

/** Whether a mouse is found of which parts are a bit surer than the whole photo was of that thing. */
const foundBeside = async (isThing: (brightness: number) => boolean) => {
  const { looks } = await maskBy(cage, (brightness, look) => {
    if (look < WHOLE) return isThing(brightness) ? 0.9 : 0;
    return isDark(brightness) ? 0.93 : 0;
  });
  return looks < WHOLE + WINDOW * (HALVES + THIRDS) + CLOSER;
};

it('another one must be surer than the same one', async () => {
  expect(await foundBeside(isDark)).toBe(true);
  expect(await foundBeside(isBright)).toBe(false);
});

it('a sure thing that is very small is none', async () => {
  const clip = photo(
    [
      { tone: BRIGHT, box: [246, 246, 266, 266] },
      { tone: DARK, box: [20, 20, 140, 90] },
    ],
    512,
  );
  const { alpha } = await maskBy(clip, (brightness, look) =>
    look >= WHOLE && (isDark(brightness) || isBright(brightness)) ? 1 : 0,
  );
  expect([alpha(80, 60), alpha(256, 256)]).toEqual([1, 0]);
});

it('nothing that is half sure is better than nothing', async () => {
  const { looks, alpha } = await maskBy(cage, (brightness, look) =>
    isDark(brightness) && look >= WHOLE ? 0.78 : 0,
  );
  expect(looks).toBe(WHOLE + WINDOW * (HALVES + THIRDS));
  expect(alpha(...MOUSE)).toBe(0);
});

it('what looked sure in a window and does not in its surroundings is left', async () => {
  const { looks, alpha } = await maskBy(cage, (brightness, look) => {
    if (isBright(brightness)) return look < WHOLE ? 0.75 : 0;
    if (!isDark(brightness) || look < WHOLE) return 0;
    return look < WHOLE + WINDOW ? 1 : 0.55;
  });
  expect(looks).toBe(WHOLE + WINDOW + WHOLE + CLOSER);
  expect(alpha(...LITTER)).toBeGreaterThan(0.5);
  expect(alpha(...MOUSE)).toBe(0);
});

it('a wish to cancel is heard between two windows', async () => {
  const none: See = () => 0;
  await expect(maskBy(cage, none, { cancelAt: WHOLE + 1 })).rejects.toThrow('aborted');
});
