import sharp from 'sharp';
import { encode } from 'fast-png';
import { describe, expect, it } from 'vitest';
import { sharpCodec, sharpDecoder } from '../../../cli/runtime/codec.ts';
import { tiffOf } from '../../test/photos/tiff.ts';
import { decodePicture } from '../stages/photo.ts';
import { decodeWith } from './decode.ts';
import { readPhotoHeader } from './header.ts';

const { signal } = new AbortController();
const decode = (bytes: Uint8Array, page?: number) =>
  decodePicture(
    { file: new Blob([Uint8Array.from(bytes)]), page },
    { runtime: { codec: sharpCodec }, signal },
  );

/** A picture of 96 × 64 pixels with details, so that compressed files have many bytes. */
const [width, height] = [96, 64];
const pixels = Uint8Array.from({ length: 3 * width * height }, (_, i) => ((i * 7919) >> 3) % 251);
const picture = sharp(pixels, { raw: { width, height, channels: 3 } });
const file = (format: 'jpeg' | 'png' | 'webp' | 'gif' | 'avif', options = {}) =>
  picture.clone().toFormat(format, options).toBuffer();
const cut = (bytes: Uint8Array, fraction: number) =>
  bytes.subarray(0, Math.floor(bytes.length * fraction));

describe('JPEGs that end too early', () => {
  it.each([
    ['without the end marker', -2, {}],
    ['after four fifths', 0.8, {}],
    ['progressive, after four fifths', 0.8, { progressive: true }],
  ])('%s: the beginning is shown, and that is said', async (_, end, options) => {
    const whole = await file('jpeg', options);
    const { image, notices } = await decode(end < 0 ? whole.subarray(0, end) : cut(whole, end));
    expect([image.width, image.height, notices]).toEqual([width, height, ['photo-cut-off']]);
    const right = (await decode(whole)).image.data;
    const rows = 4 * width * 8;
    const difference = Array.from(image.data.subarray(0, rows), (v, i) => Math.abs(v - right[i]));
    if (!('progressive' in options)) expect(Math.max(...difference)).toBe(0);
  });

  it('a JPEG of which most is missing is refused', async () => {
    const whole = await picture.clone().resize(400, 400).jpeg().toBuffer();
    expect((await decode(cut(whole, 0.7))).notices).toEqual(['photo-cut-off']);
    await expect(decode(cut(whole, 0.3))).rejects.toMatchObject({ code: 'photo-cut-off' });
  });

  it.each(['#ffffff', '#000000', '#e8e8e8'])(
    'a plain background (%s) is not taken for a missing part',
    async (background) => {
      const whole = await picture
        .clone()
        .extend({ top: 60, bottom: 60, left: 80, right: 80, background })
        .jpeg()
        .toBuffer();
      expect((await decode(cut(whole, 0.97))).notices).toEqual(['photo-cut-off']);
    },
  );

  it('nothing but a header is refused', async () => {
    const whole = await file('jpeg');
    const scan = whole.indexOf(Buffer.from([0xff, 0xda]));
    await expect(decode(whole.subarray(0, scan))).rejects.toMatchObject({
      code: 'photo-cut-off',
      values: { format: 'JPEG' },
    });
  });

  it('a thumbnail in a segment does not end the picture', async () => {
    const whole = await file('jpeg');
    const thumbnail = [0xff, 0xe1, 0, 8, 0xff, 0xd8, 0xff, 0xd9, 0, 0];
    const bytes = Uint8Array.from([
      ...whole.subarray(0, 2),
      ...thumbnail,
      ...whole.subarray(2, -2),
    ]);
    expect((await decode(bytes)).notices).toEqual(['photo-cut-off']);
  });

  it('bytes after the end marker are no fault', async () =>
    expect((await decode(Buffer.concat([await file('jpeg'), Buffer.alloc(500)]))).notices).toEqual(
      [],
    ));
});

describe('other files that end too early', () => {
  it.each<[string, () => Promise<Uint8Array>]>([
    ['PNG', async () => cut(await file('png'), 0.6)],
    ['WEBP', async () => cut(await file('webp'), 0.5)],
    ['AVIF', async () => cut(await file('avif'), 0.8)],
    ['GIF', async () => cut(await file('gif'), 0.5)],
    ['PNM', async () => Buffer.from('P5 20 20 255\nabc')],
    [
      'BMP',
      async () =>
        Buffer.concat([
          Buffer.from('BM'),
          Buffer.from([54, 4, 0, 0, 0, 0, 0, 0, 54, 0, 0, 0, 40, 0, 0, 0, 9, 0, 0, 0, 9, 0, 0, 0]),
          Buffer.alloc(40),
        ]),
    ],
  ])(
    '%s: the sentence says so',
    async (format, bytes) =>
      await expect(decode(await bytes())).rejects.toMatchObject({
        code: 'photo-cut-off',
        values: { format },
      }),
  );

  it('a damaged PNG is called damaged', async () => {
    const bytes = Buffer.from(await file('png'));
    bytes.fill(0x55, 60, 400);
    await expect(decode(bytes)).rejects.toMatchObject({
      code: 'photo-damaged',
      values: { format: 'PNG' },
    });
  });

  it('a damaged TIFF is called damaged', async () => {
    const bytes = tiffOf([{ width: 40, height: 40, bits: 8, samples: [1, 2, 3] }]);
    await expect(decode(bytes.subarray(0, 40))).rejects.toMatchObject({
      code: 'photo-damaged',
      values: { format: 'TIFF' },
    });
  });
});

describe('what is said about a file', () => {
  const deep = encode({
    width: 32,
    height: 32,
    channels: 1,
    depth: 16,
    data: Uint16Array.from({ length: 1024 }, (_, i) => i),
  });
  const page = { width: 2, height: 1, bits: 8 as const, samples: [1, 2] };

  it.each<[string, Uint8Array, object]>([
    ['10 bits in a 16-bit PNG', deep, { notices: ['range-stretched'], redrawn: true }],
    ['a stack of TIFF pages', tiffOf([page, page]), { notices: ['first-page'], redrawn: true }],
    ['a TIFF with one page', tiffOf([page]), { notices: [], redrawn: true }],
    [
      '10 bits in a 16-bit PGM',
      Buffer.concat([Buffer.from('P5 2 1 65535\n'), Buffer.from([0, 0, 3, 255])]),
      { notices: ['range-stretched'] },
    ],
    [
      'a PGM that states 10 bits',
      Buffer.concat([Buffer.from('P5 2 1 1023\n'), Buffer.from([0, 0, 3, 255])]),
      { notices: [] },
    ],
  ])('%s', async (_, bytes, said) => expect(await decode(bytes)).toMatchObject(said));

  it('an ordinary picture is neither redrawn nor talked about', async () => {
    const { redrawn, notices } = await decode(await file('png'));
    expect([redrawn, notices]).toEqual([undefined, []]);
  });

  it('a page that was asked for is no surprise', async () =>
    expect((await decode(tiffOf([page, page]), 2)).notices).toEqual([]));

  it('a JPEG has no second page', async () =>
    await expect(decode(await file('jpeg'), 2)).rejects.toMatchObject({ code: 'photo-page' }));

  it('a large TIFF is reduced', async () => {
    const large = tiffOf([
      { width: 5000, height: 4, bits: 8, samples: Array<number>(20_000).fill(100) },
    ]);
    const { image } = await decode(large);
    expect([image.width, image.height]).toEqual([4096, 3]);
    expect(image.data.every((value, i) => value === (i % 4 === 3 ? 255 : 100))).toBe(true);
  });
});

describe('the EXIF orientation of WebP', () => {
  it.each([1, 2, 3, 4, 5, 6, 7, 8])(
    '%i is applied for hosts that ignore it',
    async (orientation) => {
      const options = { lossless: true };
      const bytes = await picture.clone().webp(options).withMetadata({ orientation }).toBuffer();
      const blob = new Blob([Uint8Array.from(bytes)]);
      const header = readPhotoHeader(bytes)!;
      let turned: boolean | undefined;
      const { image, redrawn } = await decodeWith(
        (file, options) => {
          turned = options.turn;
          return sharpDecoder(file, options);
        },
        blob,
        { header, maxSide: 4096, page: 1 },
      );
      const theirs = await sharp(bytes)
        .autoOrient()
        .ensureAlpha()
        .raw()
        .toBuffer({ resolveWithObject: true });
      expect(turned).toBe(false);
      expect(redrawn ?? false).toBe(orientation > 1);
      expect([image.width, image.height]).toEqual([theirs.info.width, theirs.info.height]);
      expect(Buffer.compare(Buffer.from(image.data), theirs.data)).toBe(0);
    },
  );
});
