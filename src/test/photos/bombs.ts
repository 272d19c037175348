import sharp from 'sharp';

const text = (value: string) => [...value].map((c) => c.charCodeAt(0));
const be = (value: number, bytes: number) =>
  Array.from({ length: bytes }, (_, i) => Math.floor(value / 2 ** (8 * (bytes - 1 - i))) % 256);
const le = (value: number, bytes: number) => be(value, bytes).reverse();

/** A baseline JPEG of noise, made by libjpeg. */
export async function jpegOf(width: number, height: number): Promise<Uint8Array<ArrayBuffer>> {
  const data = Uint8Array.from({ length: width * height * 3 }, (_, i) => (i * 7919) % 251);
  const raw = { width, height, channels: 3 } as const;
  return Uint8Array.from(await sharp(data, { raw }).jpeg({ quality: 60 }).toBuffer());
}

/** The JPEG with these bytes before its first segment after APP0. */
export function strayByteJpeg(jpeg: Uint8Array, stray: readonly number[]): Uint8Array<ArrayBuffer> {
  const at = 4 + jpeg[4] * 256 + jpeg[5];
  return Uint8Array.from([...jpeg.subarray(0, at), ...stray, ...jpeg.subarray(at)]);
}

/** Small files, by format, whose headers state `side` × `side` pixels. `side` has at most 16 bits. */
export function bombs(side: number): [format: string, bytes: Uint8Array<ArrayBuffer>][] {
  const files: Record<string, number[]> = {
    PNG: [
      ...[0x89, ...text('PNG'), 13, 10, 26, 10],
      ...[...be(13, 4), ...text('IHDR'), ...be(side, 4), ...be(side, 4), 1, 0, 0, 0, 0],
      ...be(0, 4),
      ...[...be(0, 4), ...text('IEND'), 0xae, 0x42, 0x60, 0x82],
    ],
    JPEG: [
      ...[
        0xff,
        0xd8,
        0xff,
        0xe5,
        ...be(2, 2),
        0,
        0xff,
        0xc0,
        ...be(11, 2),
        8,
        ...be(side, 2),
        ...be(side, 2),
      ],
      ...[1, 1, 0x11, 0, 0xff, 0xda, ...be(8, 2), 1, 1, 0, 0, 63, 0, 0, 0xff, 0xd9],
    ],
    GIF: [
      ...[...text('GIF89a'), ...le(1, 2), ...le(1, 2), 0, 0, 0, 0x21, 0xf9, 4, 0, 0, 0, 0, 0],
      ...[0x2c, ...le(0, 2), ...le(0, 2), ...le(side, 2), ...le(side, 2), 0, 2, 1, 0, 0, 0x3b],
    ],
    WebP: [
      ...[...text('RIFF'), ...le(22, 4), ...text('WEBP'), ...text('VP8X'), ...le(10, 4)],
      ...[0, 0, 0, 0, ...le(side - 1, 3), ...le(side - 1, 3)],
    ],
    BMP: [
      ...[...text('BM'), ...le(54, 4), ...le(0, 4), ...le(54, 4), ...le(40, 4)],
      ...[...le(side, 4), ...le(side, 4), ...le(1, 2), ...le(24, 2), ...le(0, 24)],
    ],
    AVIF: [
      ...[...be(20, 4), ...text('ftyp'), ...text('avif'), ...be(0, 4), ...text('mif1')],
      ...[...be(20, 4), ...text('ispe'), ...be(0, 4), ...be(side, 4), ...be(side, 4)],
    ],
  };
  return Object.entries(files).map(([format, bytes]) => [format, Uint8Array.from(bytes)]);
}
