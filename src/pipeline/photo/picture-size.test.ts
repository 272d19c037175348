import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { sharpCodec } from '../../../cli/runtime/codec.ts';
import { decodePicture } from '../stages/photo.ts';
import { pictureSize } from './picture-size.ts';

const picture = () =>
  sharp({ create: { width: 40, height: 30, channels: 3, background: '#a08060' } });
const blob = (bytes: Uint8Array) => new Blob([Uint8Array.from(bytes)]);
const { signal } = new AbortController();

/** A JPEG with so many bytes before its frame header, in segments that decoders skip. */
async function longJpeg(count: number): Promise<Uint8Array> {
  const jpeg = await picture().jpeg().toBuffer();
  const segment = Buffer.concat([Buffer.from([0xff, 0xe5, 0xff, 0xff]), Buffer.alloc(65_533)]);
  const segments = Array.from({ length: Math.ceil(count / segment.length) }, () => segment);
  return Buffer.concat([jpeg.subarray(0, 2), ...segments, jpeg.subarray(2)]);
}

describe('pictureSize is the size of the decoded picture', () => {
  it.each<[string, () => Promise<Uint8Array>]>([
    ['a JPEG', () => picture().jpeg().toBuffer()],
    ['a JPEG that EXIF turns', () => picture().withMetadata({ orientation: 6 }).jpeg().toBuffer()],
    ['a JPEG upside down', () => picture().withMetadata({ orientation: 3 }).jpeg().toBuffer()],
    ['a WebP that EXIF turns', () => picture().withMetadata({ orientation: 8 }).webp().toBuffer()],
    ['a PNG that EXIF turns', () => picture().withMetadata({ orientation: 6 }).png().toBuffer()],
    ['a TIFF', () => picture().tiff().toBuffer()],
    ['a TIFF that is turned', () => picture().withMetadata({ orientation: 6 }).tiff().toBuffer()],
    ['a JPEG with a long header', () => longJpeg(1.5e6)],
  ])('%s', async (_, make) => {
    const file = blob(await make());
    const { image } = await decodePicture({ file }, { runtime: { codec: sharpCodec }, signal });
    expect(await pictureSize(file)).toEqual({ width: image.width, height: image.height });
  });

  it('but not reduced', async () => {
    const large = sharp({ create: { width: 4400, height: 40, channels: 3, background: 'white' } });
    expect(await pictureSize(blob(await large.png().toBuffer()))).toEqual({
      width: 4400,
      height: 40,
    });
  });

  it('null for what is no picture', async () => {
    expect(await pictureSize(new Blob(['text']))).toBeNull();
    expect(await pictureSize(new Blob(['II*\0broken']))).toBeNull();
  });
});
