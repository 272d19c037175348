import { describe, expect, it } from 'vitest';
import { drawn, inEllipse, type Colour } from '../../test/photos/drawn.ts';
import { preparedCutout } from './prepared.ts';

/** A grey mouse with a white belly. */
const mouse = (background: Colour, width = 96, height = 96) =>
  drawn(width, height, (x, y) => {
    if (inEllipse(x, y, [50, 50, 6, 4])) return 255;
    return inEllipse(x, y, [50, 50, 25, 15]) ? 90 : background;
  });

const cut = (image: ReturnType<typeof mouse>) => preparedCutout({ image, fileName: 'm.png' });

describe('a prepared photo', () => {
  it.each([
    ['plain', mouse(255)],
    ['alpha', mouse([0, 0, 0, 0])],
  ] as const)('has the mask that it shows: %s', async (source, image) => {
    const cutout = await cut(image);
    expect(cutout).toMatchObject({ source, origin: { left: 0, top: 0 }, notices: [] });
    const alpha = (x: number, y: number) => cutout.image.data[4 * (96 * y + x) + 3];
    // The belly is mouse, although it is white.
    expect([alpha(30, 50), alpha(50, 50), alpha(10, 10)]).toEqual([255, 255, 0]);
    expect(cutout.confidence).toBeGreaterThan(0.95);
  });

  it('that fills most of its border is taken from white by the lab’s threshold', async () => {
    const wide = drawn(96, 96, (_, y) => (y > 20 && y < 80 ? 90 : 255));
    const { image, notices } = await cut(wide);
    expect([image.data[4 * 96 * 50 + 3], image.data[3]]).toEqual([255, 0]);
    expect(notices).toContain('mask-touches-border');
  });
});

describe('is refused', () => {
  it.each([
    ['not square', mouse(255, 96, 90), '96 × 90 pixels'],
    ['not square, cut out', mouse([0, 0, 0, 0], 96, 90), '96 × 90 pixels'],
    ['not cut out', mouse(140), 'no transparent background'],
  ])('a photo that is %s', async (_, image, message) => {
    await expect(cut(image)).rejects.toMatchObject({
      code: 'photo-unprepared',
      stage: 'matting',
      message: expect.stringContaining(message) as string,
    });
  });

  it('a white picture', async () => {
    const white = drawn(96, 96, () => 255);
    await expect(cut(white)).rejects.toMatchObject({ code: 'mask-empty' });
  });
});
