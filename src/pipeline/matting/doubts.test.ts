import { describe, expect, it } from 'vitest';
import type { RgbaImage } from '../../core/image/image.ts';
import { alphaOf } from '../../core/image/pixels.ts';
import { drawn, inEllipse } from '../../test/photos/drawn.ts';
import { cutoutNotices } from './doubts.ts';

const facts: Parameters<typeof cutoutNotices>[2] = {
  source: 'network',
  confidence: 0.9,
  touchesBorder: false,
};

/** A mouse of some length and grey level, cut out. The transparent pixels are white. */
const mouse = (length: number, level: number) =>
  drawn(200, 100, (x, y) =>
    inEllipse(x, y, [100, 50, length / 2, length / 4]) ? level : [255, 255, 255, 0],
  );

const noticesOf = (cutout: RgbaImage, more = facts, photo = cutout) =>
  cutoutNotices(photo, alphaOf(cutout), more);

describe('cutoutNotices', () => {
  it('nothing is said about a good cut-out', () =>
    expect(noticesOf(mouse(120, 60), facts)).toEqual([]));

  it.each<[Partial<typeof facts>, string[]]>([
    [{ touchesBorder: true }, ['mask-touches-border']],
    [{ confidence: 0.7 }, ['mask-unsure']],
    [{ confidence: 0.76 }, []],
    [{ confidence: 0.7, source: 'plain' }, []],
    [{ confidence: 0.7, source: 'alpha' }, []],
  ])('%o', (other, notices) =>
    expect(noticesOf(mouse(120, 60), { ...facts, ...other })).toEqual(notices),
  );

  it.each([
    [38, ['few-pixels']],
    [42, []],
  ])('a mouse of %i pixels', (length, notices) =>
    expect(noticesOf(mouse(length, 60), facts)).toEqual(notices),
  );

  it.each([
    [30, ['nearly-black']],
    [34, []],
  ])('a mouse of level %i', (level, notices) =>
    expect(noticesOf(mouse(120, level), facts)).toEqual(notices),
  );

  it('a few bright pixels, for example a timestamp, do not make a dark photo bright', () => {
    const image = drawn(200, 100, (x, y) =>
      y === 0 && x < 150 ? 255 : inEllipse(x, y, [100, 50, 60, 40]) ? 20 : 25,
    );
    expect(noticesOf(image, facts)).toContain('nearly-black');
  });

  it('a black mouse in a bright photo is no black photo', () => {
    const photo = drawn(200, 100, (x, y) => (inEllipse(x, y, [100, 50, 60, 30]) ? 10 : 200));
    expect(noticesOf(mouse(120, 10), facts, photo)).toEqual([]);
  });

  it('a bright fur in the dark is no black photo', () => {
    const image = drawn(200, 100, (x, y) => (inEllipse(x, y, [100, 50, 12, 8]) ? 120 : 3));
    expect(noticesOf(image, facts)).toEqual([]);
  });
});
