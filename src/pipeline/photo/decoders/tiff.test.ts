import sharp, { type TiffOptions } from 'sharp';
import { describe, expect, it } from 'vitest';
import { tiffOf, type TestPage } from '../../../test/photos/tiff.ts';
import { decodeTiff } from './tiff.ts';

const decode = (bytes: Uint8Array, page = 1) =>
  decodeTiff(new Blob([Uint8Array.from(bytes)]), page);

/** A colourful picture of 70 × 50 pixels. */
const width = 70;
const height = 50;
const colours = Uint8Array.from({ length: 3 * width * height }, (_, i) => (i * 7 + (i >> 5)) % 256);
const rgb = sharp(colours, { raw: { width, height, channels: 3 } });

describe('TIFF files as libtiff writes them', () => {
  it.each<[string, TiffOptions]>([
    ['uncompressed', { compression: 'none' }],
    ['LZW', { compression: 'lzw' }],
    ['LZW with a predictor', { compression: 'lzw', predictor: 'horizontal' }],
    ['deflate', { compression: 'deflate' }],
    ['packbits', { compression: 'packbits' }],
    ['tiles', { compression: 'deflate', tile: true, tileWidth: 32, tileHeight: 32 }],
    ['BigTIFF', { compression: 'none', bigtiff: true }],
  ])('%s: the pixels are those of libtiff', async (_, options) => {
    const { image, hasMore, stretched } = await decode(await rgb.clone().tiff(options).toBuffer());
    expect([image.width, image.height, hasMore, stretched]).toEqual([width, height, false, false]);
    expect([...image.data.filter((_, i) => i % 4 < 3)]).toEqual([...colours]);
  });

  it('JPEG: about the pixels of libtiff', async () => {
    const file = await rgb.clone().blur(3).tiff({ compression: 'jpeg', quality: 95 }).toBuffer();
    const { image } = await decode(file);
    const theirs = await sharp(file).ensureAlpha().raw().toBuffer();
    const difference = image.data.reduce((sum, value, i) => sum + Math.abs(value - theirs[i]), 0);
    expect(difference / image.data.length).toBeLessThan(1);
  });

  it('a page is turned as its orientation says', async () => {
    const file = await rgb
      .clone()
      .tiff({ compression: 'none' })
      .withMetadata({ orientation: 6 })
      .toBuffer();
    const { image } = await decode(file);
    const theirs = await sharp(file).autoOrient().ensureAlpha().raw().toBuffer();
    expect([image.width, image.height]).toEqual([height, width]);
    expect([...image.data]).toEqual([...theirs]);
  });

  it('16-bit colours are reduced to 8 bits', async () => {
    const deep = Uint16Array.from(colours, (value) => 257 * value);
    const raw = { width, height, channels: 3 } as const;
    const file = await sharp(deep, { raw })
      .toColourspace('rgb16')
      .tiff({ compression: 'none' })
      .toBuffer();
    const { image } = await decode(file);
    expect([...image.data.filter((_, i) => i % 4 < 3)]).toEqual([...colours]);
  });
});

const grey: TestPage = { width: 2, height: 2, samples: [0, 10, 200, 255], bits: 8 };
const levels = async (page: TestPage, little = true) => [
  ...(await decode(tiffOf([page], little))).image.data.filter((_, i) => i % 4 === 0),
];

describe('samples', () => {
  it.each<[string, TestPage, number[]]>([
    ['8-bit grey', grey, [0, 10, 200, 255]],
    ['white is zero', { ...grey, photometric: 0 }, [255, 245, 55, 0]],
    ['16-bit grey', { ...grey, bits: 16, samples: [0, 257, 25700, 65535] }, [0, 1, 100, 255]],
    ['10 bits in 16', { ...grey, bits: 16, samples: [0, 1023, 511, 256] }, [0, 255, 127, 64]],
    ['10 bits in 32', { ...grey, bits: 32, samples: [0, 1023, 511, 256] }, [0, 255, 127, 64]],
    ['float 0…1', { ...grey, bits: 32, format: 3, samples: [0, 1, 0.5, 0.25] }, [0, 255, 128, 64]],
    ['float 0…255', { ...grey, bits: 32, format: 3, samples: [0, 255, 10, NaN] }, [0, 255, 10, 0]],
    [
      'float 0…4095',
      { ...grey, bits: 32, format: 3, samples: [0, 4095, 2048, 0] },
      [0, 255, 128, 0],
    ],
    [
      '16 bits with a sign',
      { ...grey, bits: 16, format: 2, samples: [0, 4095, 2048, 0] },
      [0, 255, 128, 0],
    ],
    [
      'negative values',
      { ...grey, bits: 16, format: 2, samples: [65436, 155, 27, 65436] },
      [0, 255, 127, 0],
    ],
    [
      'an extra channel that is no alpha',
      { ...grey, channels: 2, samples: [0, 9, 10, 9, 200, 9, 255, 9], tags: { 338: [0] } },
      [0, 10, 200, 255],
    ],
    [
      'a colour table',
      {
        ...grey,
        photometric: 3,
        samples: [0, 1, 2, 255],
        tags: { 320: Array.from({ length: 768 }, (_, i) => (i % 256) * 257) },
      },
      [0, 1, 2, 255],
    ],
  ])('%s', async (_, page, expected) => {
    expect(await levels(page)).toEqual(expected);
    expect(await levels(page, false)).toEqual(expected);
  });

  it.each<[string, TestPage, boolean]>([
    ['10 bits in 16', { ...grey, bits: 16, samples: [0, 1023, 511, 256] }, true],
    ['float of any range', { ...grey, bits: 32, format: 3, samples: [0, 4095, 2048, 0] }, true],
    ['values with a sign', { ...grey, bits: 16, format: 2, samples: [0, 4095, 2048, 0] }, true],
    ['float 0…1', { ...grey, bits: 32, format: 3, samples: [0, 1, 0.5, 0.25] }, false],
    ['8-bit grey', grey, false],
  ])('%s: it is said that the range was stretched: %#', async (_, page, said) =>
    expect((await decode(tiffOf([page]))).stretched).toBe(said),
  );

  it.each([
    ['straight', 2, [100, 200]],
    ['premultiplied', 1, [199, 200]],
  ])('%s alpha', async (_, kind, [colour, alpha]) => {
    const samples = [0, 255, 100, kind === 1 ? 128 : alpha, 0, 0, 0, 255];
    const { image } = await decode(
      tiffOf([{ ...grey, channels: 2, samples, tags: { 338: [kind] } }]),
    );
    expect([...image.data.subarray(4, 8)]).toEqual([
      colour,
      colour,
      colour,
      kind === 1 ? 128 : alpha,
    ]);
  });
});

describe('pages', () => {
  const stack = tiffOf([
    grey,
    { ...grey, samples: [5, 5, 5, 5] },
    { ...grey, samples: [9, 9, 9, 9] },
  ]);

  it.each([
    [1, 0],
    [2, 5],
    [3, 9],
  ])('page %i', async (page, first) => {
    const { image, hasMore } = await decode(stack, page);
    expect([image.data[0], hasMore]).toEqual([first, true]);
  });

  it('a page that does not exist is said', async () =>
    await expect(decode(stack, 4)).rejects.toMatchObject({
      code: 'photo-page',
      values: { page: 4 },
    }));

  it('only the page is read from the file', async () => {
    let read = 0;
    const file = new Blob([stack, new Uint8Array(1 << 20)]);
    const slice = file.slice.bind(file);
    file.slice = (from = 0, to = file.size) => {
      read += Math.min(to, file.size) - from;
      return slice(from, to);
    };
    await decodeTiff(file, 2);
    expect(read).toBeLessThan(20_000);
  });
});

describe('what is refused', () => {
  it.each<[string, TestPage, string]>([
    ['a camera raw file (CFA)', { ...grey, photometric: 32803 }, 'photo-foreign'],
    ['a raw file with a reduced copy', { ...grey, tags: { 254: [1], 330: [8] } }, 'photo-foreign'],
    ['a DNG file', { ...grey, tags: { 50706: [1, 4] } }, 'photo-foreign'],
    ['an unknown compression', { ...grey, tags: { 259: [34676] } }, 'photo-foreign'],
    ['too many pixels', { ...grey, width: 60_000, height: 60_000 }, 'photo-too-large'],
    [
      'too many samples',
      { ...grey, width: 4000, height: 4000, tags: { 277: [200] } },
      'photo-too-large',
    ],
  ])(
    '%s',
    async (_, page, code) => await expect(decode(tiffOf([page]))).rejects.toMatchObject({ code }),
  );

  it('millions of strips are an error', async () =>
    await expect(
      decode(tiffOf([{ ...grey, width: 1, height: 1e6, tags: { 278: [1] } }])),
    ).rejects.toThrow('too many parts'));

  it('a file that is cut off is an error', async () => {
    const file = await rgb.clone().tiff({ compression: 'lzw' }).toBuffer();
    await expect(decode(file.subarray(0, file.length / 2))).rejects.toThrow();
  });
});
