import { expect, it } from 'vitest';
import type { NdArray, RgbaImage } from '../core/image.ts';
import { exampleManifest } from '../packs/fixture.ts';
import { photoStages } from '../packs/manifest.ts';
import { stageContext } from '../test/stage-context.ts';
import { unetMask } from './unet-mask.ts';

/** Side of the network's square. */
const SIZE = 64;

/** Looks at the whole photo, and at the mouse. */
const [WHOLE, CLOSER] = [4, 2];

/** Windows of half the cage's side; smaller ones have too few pixels for being searched. */
const WINDOWS = 9;

/** Brightness −1…1 of a pixel, and the how manieth look it is → alpha. */
type See = (brightness: number, look: number) => number;

/** The mask of a photo by a network that sees every pixel by itself. */
async function maskBy(image: RgbaImage, see: See) {
  const manifest = exampleManifest();
  const { matting } = photoStages(manifest);
  if (matting.kind !== 'unet') throw new Error('The example has no U-Net.');
  matting.config.size = SIZE;
  let looks = 0;
  const run = async (_: unknown, { image: seen }: Record<string, NdArray>) => {
    const size = seen.shape[3];
    const look = looks++;
    const data = Float32Array.from({ length: size * size }, (_, i) => see(seen.data[i], look));
    return { alpha: { shape: [1, 1, size, size], data } };
  };
  const context = await stageContext(manifest, { host: { run, trim: async () => undefined } });
  const mask = await unetMask(image, matting, context);
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
function photo(side: number, things: readonly Thing[]): RgbaImage {
  const data = new Uint8ClampedArray(4 * side * side).fill(255);
  for (let at = 0; at < side * side; at++) {
    const [x, y] = [at % side, Math.floor(at / side)];
    const thing = things.find(
      ({ box: [left, top, right, bottom] }) => x >= left && x < right && y >= top && y < bottom,
    );
    data.fill(thing?.tone ?? 120 + (60 * x) / side, 4 * at, 4 * at + 3);
  }
  return { width: side, height: side, data };
}

/** A photo too small to be searched. */
const small = photo(240, [{ tone: DARK, box: [64, 64, 192, 160] }]);

it('a closer look that agrees makes the mask surer, pixel by pixel of the photo', async () => {
  const { looks, alpha } = await maskBy(small, (brightness, look) =>
    isDark(brightness) ? (look < WHOLE ? 0.6 : 1) : 0,
  );
  expect(looks).toBe(WHOLE + CLOSER);
  expect([alpha(128, 112), alpha(66, 66), alpha(61, 112), alpha(215, 112)]).toEqual([1, 1, 0, 0]);
});

it('a mouse that the closer look loses is that of the whole photo', async () => {
  const { alpha } = await maskBy(small, (brightness, look) =>
    isDark(brightness) && look < WHOLE ? 0.45 : 0,
  );
  expect(alpha(128, 112)).toBeCloseTo(0.6, 2);
  expect(alpha(50, 112)).toBe(0);
});

/** A cage: a mouse, and bright litter that is larger. */
const cage = photo(512, [
  { tone: DARK, box: [300, 330, 400, 390] },
  { tone: BRIGHT, box: [40, 60, 240, 260] },
]);
const [MOUSE, LITTER] = [
  [350, 360],
  [140, 160],
] as const;

it('a mouse among things is found in a part of the photo, and no pixel of it is lost', async () => {
  const { alpha, confidence } = await maskBy(cage, (brightness, look) => {
    if (isDark(brightness)) return look < WHOLE ? 0.1 : 1;
    return isBright(brightness) ? 0.6 : 0;
  });
  expect([alpha(...MOUSE), alpha(302, 332), alpha(397, 387), alpha(...LITTER)]).toEqual([
    1, 1, 1, 0,
  ]);
  expect([alpha(290, 360), alpha(410, 360), alpha(350, 320), alpha(350, 400)]).toEqual([
    0, 0, 0, 0,
  ]);
  expect(confidence).toBeGreaterThan(0.9);
});

it('a photo whose mouse is sure is not searched', async () => {
  const { looks, alpha } = await maskBy(cage, (brightness) =>
    isDark(brightness) ? 1 : isBright(brightness) ? 0.3 : 0,
  );
  expect(looks).toBe(WHOLE + CLOSER);
  expect([alpha(...MOUSE), alpha(...LITTER)]).toEqual([1, 0]);
});

it('parts that show no surer one leave the mouse of the whole photo', async () => {
  const { looks, alpha } = await maskBy(cage, (brightness) => (isDark(brightness) ? 0.7 : 0));
  expect(looks).toBe(WHOLE + CLOSER + WINDOWS * CLOSER);
  expect(alpha(...MOUSE)).toBeGreaterThan(0.9);
});

it('a surer mouse where it is known to be is no other', async () => {
  const { looks, alpha } = await maskBy(cage, (brightness, look) =>
    isDark(brightness) ? (look < WHOLE ? 0.7 : 1) : 0,
  );
  expect(looks).toBeLessThan(WHOLE + CLOSER + WINDOWS * CLOSER);
  expect([alpha(...MOUSE), alpha(...LITTER)]).toEqual([1, 0]);
});

it('what looked sure in a window and does not in its surroundings is left', async () => {
  const found: number[] = [];
  const { alpha } = await maskBy(cage, (brightness, look) => {
    if (isBright(brightness)) return 0.75;
    if (!isDark(brightness) || look < WHOLE) return 0;
    // Sure for the two looks at one window, never again.
    if (found.length < 2 && !found.includes(look)) found.push(look);
    return found.includes(look) ? 1 : 0.55;
  });
  expect(alpha(...LITTER)).toBeGreaterThan(0.9);
  expect(alpha(...MOUSE)).toBe(0);
});
