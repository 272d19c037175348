import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { oriented } from './orient.ts';

const width = 3;
const height = 2;
const data = Uint8ClampedArray.from({ length: 24 }, (_, i) => 10 * i + 5);

describe('oriented', () => {
  it.each([1, 2, 3, 4, 5, 6, 7, 8])('orientation %i is that of libvips', async (orientation) => {
    const raw = { width, height, channels: 4 } as const;
    const file = await sharp(data, { raw }).png().withMetadata({ orientation }).toBuffer();
    const { data: pixels, info } = await sharp(file)
      .autoOrient()
      .raw()
      .toBuffer({ resolveWithObject: true });
    const image = oriented({ width, height, data }, orientation);
    expect([image.width, image.height]).toEqual([info.width, info.height]);
    expect([...image.data]).toEqual([...pixels]);
  });

  it.each([0, 9, NaN])('orientation %s changes nothing', (orientation) => {
    const image = { width, height, data };
    expect(oriented(image, orientation)).toBe(image);
  });
});
