import { describe, expect, it } from 'vitest';
import type { RgbaImage } from '../../core/image/image.ts';
import { compositeOnWhite } from '../../core/image/pixels.ts';
import { exampleManifest } from '../../test/example-manifest.ts';
import { drawn, inEllipse, noise } from '../../test/photos/drawn.ts';
import { stageContext } from '../../test/stage-context.ts';
import type { Cutout } from '../types.ts';
import { centring } from './centring.ts';
import { preparedCutout } from './prepared.ts';

/** A context whose subject has this side, pixels. */
const contextFor = (size: number) => {
  const manifest = exampleManifest();
  manifest.stages.centring.size = size;
  return stageContext(manifest, {});
};

const ORIGIN = { left: 0, top: 0 };
const cutoutOf = (image: RgbaImage, origin = ORIGIN): Cutout => ({
  ...{ image, origin, source: 'network', confidence: 1, notices: [] },
});

const shape = (x: number, y: number) => inEllipse(x, y, [20, 15, 9, 6]);

it.each(['pixel_based', 'coverage'] as const)(
  '%s: the placement leads from the pixels of the photo, also if a frame was left out',
  async (method) => {
    const context = await contextFor(64);
    const image = drawn(60, 40, (x, y) => (shape(x, y) ? 50 : [0, 0, 0, 0]));
    const input = { method, photo: image };
    const whole = await centring({ ...input, cutout: cutoutOf(image) }, context);
    const origin = { left: 8, top: 5 };
    const framed = await centring({ ...input, cutout: cutoutOf(image, origin) }, context);
    const { scale, offsetX, offsetY } = whole.placement;
    expect(framed.image).toEqual(whole.image);
    // The mouse's middle, 20 and 15 in the cut-out, is 28 and 20 in the photo.
    expect(Math.abs(scale * 20 + offsetX - 32)).toBeLessThan(1);
    expect(Math.abs(scale * 15 + offsetY - 32)).toBeLessThan(1);
    expect(framed.placement.scale * 28 + framed.placement.offsetX).toBeCloseTo(
      scale * 20 + offsetX,
    );
    expect(framed.placement.scale * 20 + framed.placement.offsetY).toBeCloseTo(
      scale * 15 + offsetY,
    );
  },
);

/** Prepared pictures: on white with noise as of a JPEG, and on a transparent ground that hides another colour. */
const PREPARED: [string, RgbaImage][] = [
  ['on white', drawn(64, 64, (x, y) => (shape(x, y) ? 50 : 255 - noise(x, y, 4)))],
  [
    'transparent, with soft edges',
    drawn(64, 64, (x, y) => {
      const soft = inEllipse(x, y, [20, 15, 10, 7]) ? [70, 60, 50, 90] : [200, 0, 0, 0];
      return shape(x, y) ? [50, 40, 30, 255] : soft;
    }),
  ],
];

describe.each(PREPARED)('a prepared picture %s', (_, photo) => {
  it('is the subject without any change if there is no centring', async () => {
    const cutout = await preparedCutout({ image: photo, fileName: 'm.png' });
    const subject = await centring({ cutout, method: 'none', photo }, await contextFor(64));
    expect(subject.image).toEqual(compositeOnWhite(photo));
    expect(subject.placement).toEqual({ scale: 1, offsetX: 0, offsetY: 0 });
    expect(subject.cutout.data[4 * (15 * 64 + 20) + 3]).toBe(255);
    expect(subject.cutout.data[4 * (50 * 64 + 50) + 3]).toBe(0);
  });

  it('of another size is resampled, and not moved', async () => {
    const cutout = await preparedCutout({ image: photo, fileName: 'm.png' });
    const subject = await centring({ cutout, method: 'none', photo }, await contextFor(128));
    expect(subject.placement).toEqual({ scale: 2, offsetX: 0, offsetY: 0 });
    const grey = (x: number, y: number) => subject.image.data[4 * (y * 128 + x)];
    expect(grey(40, 30)).toBeLessThan(55);
    expect(grey(40, 46)).toBeGreaterThan(200);
  });

  it('of the size of the subject stays as it is with coverage, any other is centred', async () => {
    const cutout = cutoutOf(photo);
    const stays = await centring({ cutout, method: 'coverage', photo }, await contextFor(64));
    expect(stays.image).toEqual(compositeOnWhite(photo));
    const other = await centring({ cutout, method: 'coverage', photo }, await contextFor(96));
    expect(other.placement.offsetX).not.toBeCloseTo(0, 0);
    const usual = await centring({ cutout }, await contextFor(64));
    expect(usual.image).not.toEqual(stays.image);
  });
});

it('a cut-out without the frame lies where it was in an unmoved photo', async () => {
  const photo = drawn(64, 64, (x, y) => (shape(x - 8, y - 5) ? 50 : 255));
  const part = drawn(50, 50, (x, y) => (shape(x, y) ? 50 : [0, 0, 0, 0]));
  const cutout = cutoutOf(part, { left: 8, top: 5 });
  const subject = await centring({ cutout, method: 'none', photo }, await contextFor(64));
  expect(subject.placement).toEqual({ scale: 1, offsetX: 0, offsetY: 0 });
  const dark = (at: number) => subject.image.data[4 * at] < 128;
  for (let at = 0; at < 64 * 64; at++) expect(subject.cutout.data[4 * at + 3] > 127).toBe(dark(at));
});

it.each(['pixel_based', 'coverage', 'none'] as const)(
  '%s: a nudge moves and scales the subject about the middle',
  async (method) => {
    const photo = drawn(64, 64, (x, y) => (shape(x, y) ? 50 : 255));
    const cutout = cutoutOf(drawn(64, 64, (x, y) => (shape(x, y) ? 50 : [0, 0, 0, 0])));
    const context = await contextFor(64);
    const usual = await centring({ cutout, method, photo }, context);
    const nudge = { scale: 1.25, x: 0.125, y: -0.0625 };
    const { placement, image } = await centring({ cutout, method, photo, nudge }, context);
    const at = ({ scale, offsetX, offsetY }: typeof placement) => [
      20 * scale + offsetX,
      15 * scale + offsetY,
    ];
    const [x, y] = at(usual.placement);
    expect(at(placement)).toEqual([
      expect.closeTo(32 + 1.25 * (x - 32) + 8, 9) as number,
      expect.closeTo(32 + 1.25 * (y - 32) - 4, 9) as number,
    ]);
    const [column, row] = at(placement).map(Math.floor);
    expect(image.data[4 * (64 * row + column)]).toBeLessThan(70);
  },
);

it('none: a prepared photo whose cut-out a person changed is not used as it is', async () => {
  const photo = drawn(64, 64, (x, y) => (shape(x, y) ? 50 : 255));
  const cutout = cutoutOf(drawn(64, 64, (x, y) => (x < 20 && shape(x, y) ? 50 : [0, 0, 0, 0])));
  const context = await contextFor(64);
  const input = { cutout, method: 'none', photo } as const;
  const red = async (isChanged: boolean) =>
    (await centring({ ...input, isChanged }, context)).image.data[4 * (64 * 15 + 24)];
  expect([await red(false), await red(true)]).toEqual([50, 255]);
});
