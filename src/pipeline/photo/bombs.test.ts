import { describe, expect, it } from 'vitest';
import sharp from 'sharp';
import { isTimeout, sharpCodec, sharpDecoder } from '../../../cli/runtime/codec.ts';
import { bombs, jpegOf, strayByteJpeg } from '../../test/photos/bombs.ts';
import { readPhotoHeader } from './header.ts';
import { decodePicture } from '../stages/photo.ts';
import { jpegSize } from './jpeg-size.ts';
import { MAX_PIXELS } from './limits.ts';

/** The codec of the command line, which counts its decodings. */
const counting = () => {
  const calls: number[] = [];
  const codec = {
    ...sharpCodec,
    decode: (...[file, request, signal]: Parameters<typeof sharpCodec.decode>) => {
      calls.push(file.size);
      return sharpCodec.decode(file, request, signal);
    },
  };
  return { calls, codec };
};

const decode = (bytes: Uint8Array<ArrayBuffer>, codec = sharpCodec) =>
  decodePicture(
    { file: new Blob([bytes]) },
    { runtime: { codec }, signal: new AbortController().signal },
  );

describe('pictures that are too large', () => {
  it.each(bombs(65_500))('%s is refused with its size, and not decoded', async (_, bytes) => {
    const { calls, codec } = counting();
    await expect(decode(bytes, codec)).rejects.toMatchObject({
      code: 'photo-too-large',
      values: { width: 65_500, height: 65_500 },
    });
    expect(calls).toEqual([]);
    expect(bytes.length).toBeLessThan(2000);
  });

  it.each(bombs(65_500))('%s: the decoder of the command line refuses it too', async (_, bytes) => {
    await expect(sharpDecoder(new Blob([bytes]), { maxSide: 4096, turn: true })).rejects.toThrow();
  });

  it('the command line checks the size that its decoder reads', async () => {
    const side = Math.ceil(Math.sqrt(MAX_PIXELS)) + 1;
    const grey = { width: side, height: side, channels: 3, background: '#888' } as const;
    const png = await sharp({ create: grey, limitInputPixels: false }).png().toBuffer();
    await expect(
      sharpDecoder(new Blob([Uint8Array.from(png)]), { maxSide: 4096, turn: true }),
    ).rejects.toMatchObject({
      code: 'photo-too-large',
      values: { width: side, height: side },
    });
  });
});

describe('a JPEG whose size is hidden', () => {
  it.each([
    ['a stray byte', [0x00]],
    ['stray bytes', [0x12, 0x34, 0x56]],
    ['a stuffed zero', [0xff, 0x00]],
    ['a segment of length 0', [0xff, 0xe5, 0, 0]],
    ['a restart marker', [0xff, 0xd3]],
    ['a marker TEM', [0xff, 0x01]],
    ['fill bytes', [0xff, 0xff, 0xff]],
  ])('%s before the frame does not hide it from the reader', async (_, bytes) => {
    const jpeg = strayByteJpeg(await jpegOf(48, 32), bytes);
    expect(readPhotoHeader(jpeg)).toEqual({ format: 'jpeg', size: { width: 48, height: 32 } });
  });

  it('the decoder agrees with the reader about a stray byte', async () => {
    const jpeg = strayByteJpeg(await jpegOf(48, 32), [0x00]);
    expect(await sharp(jpeg, { failOn: 'error' }).metadata()).toMatchObject({
      width: 48,
      height: 32,
    });
    const { image } = await decode(jpeg);
    expect([image.width, image.height]).toEqual([48, 32]);
  });

  it('the largest of several frame headers counts', () => {
    const frame = (w: number, h: number) => [
      0xff,
      0xc0,
      0,
      11,
      8,
      h >> 8,
      h & 255,
      w >> 8,
      w & 255,
      1,
      1,
      0x11,
      0,
    ];
    const jpeg = Uint8Array.from([0xff, 0xd8, ...frame(8, 8), ...frame(60000, 50000), 0xff, 0xda]);
    expect(jpegSize(jpeg)).toEqual({ width: 60000, height: 50000 });
  });

  it('a thumbnail in an EXIF segment is not mistaken for the picture', async () => {
    const thumbnail = await jpegOf(160, 120);
    const exif = [0xff, 0xe1, (thumbnail.length + 8) >> 8, (thumbnail.length + 8) & 255];
    const marked = [...exif, 0x45, 0x78, 0x69, 0x66, 0, 0, ...thumbnail];
    expect(jpegSize(strayByteJpeg(await jpegOf(64, 40), marked))).toEqual({
      width: 64,
      height: 40,
    });
  });

  it('a JPEG without a frame header is refused, and not decoded', async () => {
    const { calls, codec } = counting();
    const bytes = Uint8Array.from([0xff, 0xd8, 0xff, 0xe0, 0, 4, 1, 2, 0xff, 0xd9]);
    await expect(decode(bytes, codec)).rejects.toMatchObject({ code: 'photo-damaged' });
    expect(calls).toEqual([]);
  });
});

it('a cancelled decoding rejects at once', async () => {
  const abort = new AbortController();
  abort.abort(new DOMException('cancelled', 'AbortError'));
  const file = new Blob([await jpegOf(16, 16)]);
  await expect(
    sharpCodec.decode(
      file,
      { header: { format: 'jpeg', size: null }, maxSide: 64, page: 1 },
      abort.signal,
    ),
  ).rejects.toThrow('cancelled');
});

it("recognises the error of sharp's time limit", async () => {
  const grey = { width: 6000, height: 6000, channels: 3, background: '#888' } as const;
  const endless = sharp({ create: grey }).blur(400).median(25).timeout({ seconds: 1 });
  const error = await endless
    .raw()
    .toBuffer()
    .catch((cause: unknown) => cause);
  expect(isTimeout(error)).toBe(true);
});
