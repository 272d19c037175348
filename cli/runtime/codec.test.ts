import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { sharpCodec } from './codec.ts';

/** A picture of 3 × 2 pixels. All values differ, even those of alpha. */
const width = 3;
const height = 2;
const data = Uint8ClampedArray.from({ length: 24 }, (_, i) => 10 * i + 5);
const raw = { width, height, channels: 4 } as const;
const blob = (bytes: Buffer) => new Blob([Uint8Array.from(bytes)]);

describe('sharpCodec', () => {
  it('writes PNGs that read back exactly, with the colours of transparent pixels', async () => {
    const png = await sharpCodec.encodePng({ width, height, data });
    expect(await sharpCodec.decode(png, 100)).toEqual({ width, height, data });
  });

  it('rotates a picture by its EXIF orientation', async () => {
    const turned = await sharp(data, { raw }).png().withMetadata({ orientation: 6 }).toBuffer();
    const image = await sharpCodec.decode(blob(turned), 100);
    expect([image.width, image.height]).toEqual([2, 3]);
    // After a quarter turn clockwise, the lower left pixel is at the upper left.
    expect([...image.data.subarray(0, 4)]).toEqual([...data.subarray(12, 16)]);
  });

  it('converts 16-bit grey to 8-bit RGBA', async () => {
    const grey = Uint16Array.from([0, 0x8080, 0xffff]);
    const png = await sharp(grey, { raw: { width: 3, height: 1, channels: 1 } })
      .toColourspace('grey16')
      .png()
      .toBuffer();
    const image = await sharpCodec.decode(blob(png), 100);
    expect([...image.data]).toEqual([0, 0, 0, 255, 128, 128, 128, 255, 255, 255, 255, 255]);
  });

  it('makes pictures smaller up to the largest side, and never larger', async () => {
    const picture = { create: { width: 90, height: 60, channels: 3, background: 'red' } } as const;
    const file = blob(await sharp(picture).jpeg().toBuffer());
    expect(await sharpCodec.decode(file, 30)).toMatchObject({ width: 30, height: 20 });
    expect(await sharpCodec.decode(file, 300)).toMatchObject({ width: 90, height: 60 });
    const small = await sharpCodec.encodePng(await sharpCodec.decode(file, 300), 45);
    expect(await sharpCodec.decode(small, 100)).toMatchObject({ width: 45, height: 30 });
  });

  it('refuses an incomplete picture', async () => {
    const noise = { width: 64, height: 64, channels: 3 as const };
    const bytes = Uint8Array.from({ length: 64 * 64 * 3 }, (_, i) => (i * 7919) % 251);
    const whole = await sharp(bytes, { raw: noise }).jpeg().toBuffer();
    await expect(sharpCodec.decode(blob(whole.subarray(0, 1500)), 100)).rejects.toThrow();
  });
});
