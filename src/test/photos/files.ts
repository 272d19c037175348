import { crc32 } from 'node:zlib';
import sharp from 'sharp';

/** A grey PNG with the levels 0 to 255, and further chunks after IHDR: type and content. */
export async function pngWith(
  chunks: readonly (readonly [string, readonly number[]])[],
): Promise<Buffer> {
  const ramp = Uint8Array.from({ length: 256 }, (_, i) => i);
  const png = await sharp(ramp, { raw: { width: 256, height: 1, channels: 1 } })
    .png()
    .toBuffer();
  const made = chunks.map(([type, content]) => {
    const chunk = Buffer.alloc(12 + content.length);
    chunk.writeUInt32BE(content.length);
    chunk.write(type, 4, 'latin1');
    chunk.set(content, 8);
    chunk.writeUInt32BE(crc32(chunk.subarray(4, 8 + content.length)), 8 + content.length);
    return chunk;
  });
  return Buffer.concat([png.subarray(0, 33), ...made, png.subarray(33)]);
}

interface BmpOptions {
  width?: number;
  /** Negative: the rows are from the top down. */
  height?: number;
  /** Blue, green, red and 0 of each colour. */
  palette?: readonly number[];
  compression?: number;
}

/** A BMP file with a header of 40 bytes. @param rows bytes of each row, without padding */
export function bmpOf(
  bits: number,
  rows: readonly (readonly number[])[],
  { width = 2, height = rows.length || 2, palette = [], compression = 0 }: BmpOptions = {},
): Buffer {
  const padding = (row: readonly number[]) => Array<number>((4 - (row.length % 4)) % 4).fill(0);
  const body = rows.flatMap((row) => [...row, ...padding(row)]);
  const start = 54 + palette.length;
  const bytes = Buffer.alloc(start + body.length);
  bytes.write('BM');
  bytes.writeUInt32LE(bytes.length, 2);
  bytes.writeUInt32LE(start, 10);
  bytes.writeUInt32LE(40, 14);
  bytes.writeInt32LE(width, 18);
  bytes.writeInt32LE(height, 22);
  bytes.writeUInt16LE(1, 26);
  bytes.writeUInt16LE(bits, 28);
  bytes.writeUInt32LE(compression, 30);
  bytes.writeUInt32LE(palette.length / 4, 46);
  bytes.set(palette, 54);
  bytes.set(body, start);
  return bytes;
}
