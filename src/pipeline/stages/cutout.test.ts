import { describe, expect, it } from 'vitest';
import type { HandMask } from '../../core/corrections/corrections.ts';
import type { RgbaImage } from '../../core/image/image.ts';
import { exampleManifest } from '../../test/example-manifest.ts';
import { drawn, inEllipse, noise } from '../../test/photos/drawn.ts';
import { stageContext } from '../../test/stage-context.ts';
import { wholeAlpha, wholeMask } from '../matting/whole-mask.ts';
import { cutout } from './cutout.ts';

/** No network can run: whoever tries fails. */
const context = await stageContext(exampleManifest(), {});

const WIDTH = 60;
const HEIGHT = 40;
const photoOf = (image: RgbaImage) => ({ image, fileName: 'm.png' });
const inMouse = (x: number, y: number) => inEllipse(x, y, [30, 20, 12, 8]);

/** A cluttered photo: only a network could cut it out. */
const cluttered = drawn(WIDTH, HEIGHT, (x, y) => 40 + noise(x, y, 150));

function maskOf(valueAt: (x: number, y: number) => number, id = 'mask'): HandMask {
  const alpha = new Uint8Array(WIDTH * HEIGHT);
  for (let at = 0; at < alpha.length; at++) alpha[at] = valueAt(at % WIDTH, Math.floor(at / WIDTH));
  return { width: WIDTH, height: HEIGHT, alpha, id };
}
const mask = maskOf((x, y) => (inMouse(x, y) ? 255 : 0));

describe('the mask of a person', () => {
  it('cuts the photo out without a network, and is told as it is', async () => {
    const made = await cutout(photoOf(cluttered), { corrections: { mask } }, context);
    expect(made).toMatchObject({ source: 'hand', confidence: 1, origin: { left: 0, top: 0 } });
    expect([...wholeAlpha(made, cluttered)]).toEqual([...mask.alpha]);
    const grey = wholeMask(made, cluttered).data;
    expect([...grey.slice(4 * (20 * WIDTH + 30), 4 * (20 * WIDTH + 31))]).toEqual([
      255, 255, 255, 255,
    ]);
    expect([...grey.slice(0, 4)]).toEqual([0, 0, 0, 255]);
    expect(made.image.data[4 * (20 * WIDTH + 30)]).toBe(cluttered.data[4 * (20 * WIDTH + 30)]);
  });

  it('makes white of what the photo hides', async () => {
    const image = drawn(WIDTH, HEIGHT, (x) => (x < 30 ? [9, 9, 9, 0] : [50, 50, 50, 255]));
    const made = await cutout(photoOf(image), { corrections: { mask } }, context);
    const [hidden, seen] = [4 * (20 * WIDTH + 25), 4 * (20 * WIDTH + 35)];
    expect([...made.image.data.slice(hidden, hidden + 4)]).toEqual([255, 255, 255, 255]);
    expect([...made.image.data.slice(seen, seen + 4)]).toEqual([50, 50, 50, 255]);
  });

  it('makes white of what the photo hides, with an exposure too', async () => {
    const image = drawn(WIDTH, HEIGHT, (x) => (x < 30 ? [9, 9, 9, 0] : [50, 50, 50, 255]));
    for (const inSplat of [true, false]) {
      const corrections = { mask, exposure: { stops: 1, inSplat } };
      const made = await cutout(photoOf(image), { corrections }, context);
      const hidden = 4 * (20 * WIDTH + 25);
      expect([...made.image.data.slice(hidden, hidden + 4)]).toEqual([255, 255, 255, 255]);
    }
  });

  it('leaves a frame out, unless it reaches into it', async () => {
    const framed = drawn(WIDTH, HEIGHT, (x, y) =>
      x < 6 || x >= 54 || y < 6 || y >= 34 ? 0 : 90 + noise(x, y, 120),
    );
    const inside = await cutout(photoOf(framed), { corrections: { mask } }, context);
    expect(inside.origin.left).toBeGreaterThan(3);
    expect([...wholeAlpha(inside, framed)]).toEqual([...mask.alpha]);
    const wide = maskOf((x, y) => (inMouse(x, y) || x < 3 ? 255 : 0));
    const across = await cutout(photoOf(framed), { corrections: { mask: wide } }, context);
    expect(across.origin).toEqual({ left: 0, top: 0 });
  });

  it('is refused if it is empty, or of another size', async () => {
    const run = (of: HandMask) =>
      cutout(photoOf(cluttered), { corrections: { mask: of } }, context);
    await expect(run(maskOf(() => 0))).rejects.toMatchObject({ code: 'mask-empty' });
    const narrow = { ...mask, width: WIDTH / 2, height: 2 * HEIGHT };
    await expect(run(narrow)).rejects.toMatchObject({ code: 'mask-size', stage: 'matting' });
  });
});

it('exposure: the mouse is looked for in the brighter photo, and the splat keeps the colours', async () => {
  const dark = photoOf(cluttered);
  const at = 4 * (20 * WIDTH + 30);
  const red = async (corrections: { stops: number; inSplat: boolean } | undefined) =>
    (await cutout(dark, { corrections: { mask, exposure: corrections } }, context)).image.data[at];
  const before = await red(undefined);
  expect(await red({ stops: 2.2, inSplat: false })).toBe(before);
  expect(await red({ stops: 2.2, inSplat: true })).toBe(Math.min(255, 2 * before));
});
