import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { bmpOf, pngWith } from '../../src/test/photos/files.ts';
import { sharpCodec, sharpDecoder } from './codec.ts';

/** A picture of 3 × 2 pixels. All values differ, even those of alpha. */
const width = 3;
const height = 2;
const data = Uint8ClampedArray.from({ length: 24 }, (_, i) => 10 * i + 5);
const raw = { width, height, channels: 4 } as const;
const blob = (bytes: Buffer) => new Blob([Uint8Array.from(bytes)]);

const decode = (file: Blob, maxSide: number) => sharpDecoder(file, { maxSide, turn: true });

describe('sharpCodec', () => {
  it('writes PNGs that read back exactly, with the colours of transparent pixels', async () => {
    const png = await sharpCodec.encodePng({ width, height, data });
    expect(await decode(png, 100)).toEqual({ width, height, data });
  });

  it('rotates a picture by its EXIF orientation', async () => {
    const turned = await sharp(data, { raw }).png().withMetadata({ orientation: 6 }).toBuffer();
    const image = await decode(blob(turned), 100);
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
    const image = await decode(blob(png), 100);
    expect([...image.data]).toEqual([0, 0, 0, 255, 128, 128, 128, 255, 255, 255, 255, 255]);
  });

  it('makes pictures smaller up to the largest side, and never larger', async () => {
    const picture = { create: { width: 90, height: 60, channels: 3, background: 'red' } } as const;
    const file = blob(await sharp(picture).jpeg().toBuffer());
    expect(await decode(file, 30)).toMatchObject({ width: 30, height: 20 });
    expect(await decode(file, 300)).toMatchObject({ width: 90, height: 60 });
    const small = await sharpCodec.encodePng(await decode(file, 300), 45);
    expect(await decode(small, 100)).toMatchObject({ width: 45, height: 30 });
  });

  it('refuses an incomplete picture', async () => {
    const noise = { width: 64, height: 64, channels: 3 as const };
    const bytes = Uint8Array.from({ length: 64 * 64 * 3 }, (_, i) => (i * 7919) % 251);
    const whole = await sharp(bytes, { raw: noise }).jpeg().toBuffer();
    await expect(decode(blob(whole.subarray(0, 1500)), 100)).rejects.toThrow();
  });

  it('converts CMYK as browsers do, R = (255 − C)(255 − K) / 255', async () => {
    const cmyk = Uint8Array.from([
      0, 60, 120, 30, 255, 0, 0, 0, 10, 20, 30, 255, 200, 100, 50, 128,
    ]);
    const file = await sharp(cmyk, { raw: { width: 2, height: 2, channels: 4 } })
      .pipelineColourspace('cmyk')
      .toColourspace('cmyk')
      .jpeg({ quality: 100, chromaSubsampling: '4:4:4' })
      .toBuffer();
    const kept = await sharp(file)
      .pipelineColourspace('cmyk')
      .toColourspace('cmyk')
      .raw()
      .toBuffer();
    const { data } = await decode(blob(file), 100);
    for (let i = 0; i < 16; i += 4)
      for (let c = 0; c < 3; c++)
        expect(data[i + c]).toBe(Math.round(((255 - kept[i + c]) * (255 - kept[i + 3])) / 255));
  });
});

const rampWith = async (chunks: [string, number[]][]) => blob(await pngWith(chunks));

const gamma = (value: number): [string, number[]] => [
  'gAMA',
  [0, value >> 16, (value >> 8) & 255, value & 255],
];
const primaries: [string, number[]] = [
  'cHRM',
  [31270, 32900, 64000, 33000, 30000, 60000, 15000, 6000].flatMap((v) => [0, 0, v >> 8, v & 255]),
];

describe('the gamma of a PNG', () => {
  // Levels of Chromium 156 for the levels 32, 128 and 224 of the file.
  it.each<[string, [string, number[]][], number[]]>([
    ['linear', [gamma(100000)], [99, 188, 240]],
    ['1/1.8', [gamma(55556)], [43, 146, 230]],
    ['1/2.2 is sRGB', [gamma(45455)], [32, 128, 224]],
    ['1/2.2 with primaries is a pure power', [gamma(45455), primaries], [26, 129, 225]],
    ['sRGB is stronger', [gamma(100000), ['sRGB', [0]]], [32, 128, 224]],
    ['none', [], [32, 128, 224]],
    ['0 means nothing', [gamma(0)], [32, 128, 224]],
  ])('%s', async (_, chunks, expected) => {
    const { data } = await decode(await rampWith(chunks), 256);
    [32, 128, 224].forEach((level, i) => {
      expect(Math.abs(data[4 * level] - expected[i])).toBeLessThanOrEqual(1);
      expect(data[4 * level + 3]).toBe(255);
    });
  });
});

const bmp = (...of: Parameters<typeof bmpOf>) => blob(bmpOf(...of));

describe('BMP files', () => {
  const palette = [0, 0, 0, 0, 30, 20, 10, 0];
  const expected = [10, 20, 30, 255, 0, 0, 0, 255, 0, 0, 0, 255, 10, 20, 30, 255];
  it.each<[string, Blob, number[]]>([
    [
      '24 bits, from the bottom up',
      bmp(24, [
        [0, 0, 0, 30, 20, 10],
        [30, 20, 10, 0, 0, 0],
      ]),
      expected,
    ],
    [
      '24 bits, from the top down',
      bmp(
        24,
        [
          [30, 20, 10, 0, 0, 0],
          [0, 0, 0, 30, 20, 10],
        ],
        { height: -2 },
      ),
      expected,
    ],
    [
      '8 bits with a colour table',
      bmp(
        8,
        [
          [0, 1],
          [1, 0],
        ],
        { palette },
      ),
      expected,
    ],
    ['4 bits', bmp(4, [[0x01], [0x10]], { palette }), expected],
    ['1 bit', bmp(1, [[0b01000000], [0b10000000]], { palette }), expected],
    [
      '32 bits with a fourth byte of 0',
      bmp(32, [
        [0, 0, 0, 0, 30, 20, 10, 0],
        [30, 20, 10, 0, 0, 0, 0, 0],
      ]),
      expected,
    ],
  ])('%s', async (_, file, pixels) => expect([...(await decode(file, 9)).data]).toEqual(pixels));

  it('a large one is reduced', async () =>
    expect(
      await decode(bmp(8, [Array<number>(90).fill(0)], { palette, width: 90 }), 30),
    ).toMatchObject({ width: 30, height: 1 }));

  it.each([1, 2])('run lengths (compression %i) are refused', async (compression) => {
    const file = bmp(8, [[1, 0, 0, 1]], { palette, compression, height: 1 });
    await expect(decode(file, 9)).rejects.toThrow('run lengths');
  });

  it('a damaged one is an error', async () =>
    await expect(decode(bmp(24, []), 9)).rejects.toThrow());
});
