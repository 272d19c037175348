import { riffChunks, type Chunk } from './chunks.ts';
import { larger, viewOf, type Size } from './size.ts';

/** The size that one chunk of a WebP states. Null for other chunks. */
function webpChunkSize({ type, content }: Chunk): Size | null {
  const view = viewOf(content);
  const u24 = (offset: number) => view.getUint16(offset, true) | (view.getUint8(offset + 2) << 16);
  const left = content.length;
  if (type === 'VP8X' && left >= 10) return { width: u24(4) + 1, height: u24(7) + 1 };
  if (type === 'ANMF' && left >= 12) return { width: u24(6) + 1, height: u24(9) + 1 };
  if (type === 'VP8 ' && left >= 10)
    return {
      width: view.getUint16(6, true) & 0x3fff,
      height: view.getUint16(8, true) & 0x3fff,
    };
  if (type !== 'VP8L' || left < 5) return null;
  const bits = view.getUint32(1, true);
  return { width: (bits & 0x3fff) + 1, height: ((bits >>> 14) & 0x3fff) + 1 };
}

/**
 * Width and height of a WebP of any kind: lossy, lossless, or extended; the largest, if its chunks differ. Null if
 * these bytes have none.
 */
export function webpSize(bytes: Uint8Array): Size | null {
  let size: Size | null = null;
  for (const chunk of riffChunks(bytes)) size = larger(size, webpChunkSize(chunk));
  return size;
}

/** The index after a GIF's data blocks: each has its length in one byte, and a block of length 0 ends them. */
function afterBlocks(bytes: Uint8Array, start: number): number {
  let at = start;
  while (bytes[at] > 0) at += bytes[at] + 1;
  return at + 1;
}

const tableBytes = (flags: number): number => (flags & 0x80 ? 3 * 2 ** ((flags & 7) + 1) : 0);

/**
 * Width and height of a GIF: of its screen, or of a frame that extends beyond it. Decoders enlarge the screen for such
 * a frame. Null if these bytes have none.
 */
export function gifSize(bytes: Uint8Array): Size | null {
  if (bytes.length < 13) return null;
  const view = viewOf(bytes);
  const u16 = (at: number) => view.getUint16(at, true);
  let size = larger(null, { width: u16(6), height: u16(8) });
  for (let at = 13 + tableBytes(bytes[10]); at < bytes.length;) {
    if (bytes[at] === 0x21) at = afterBlocks(bytes, at + 2);
    else if (bytes[at] === 0x2c && at + 10 <= bytes.length) {
      const [left, top, width, height] = [1, 3, 5, 7].map((offset) => u16(at + offset));
      size = larger(size, { width: left + width, height: top + height });
      at = afterBlocks(bytes, at + 11 + tableBytes(bytes[at + 9]));
    } else break;
  }
  return size;
}
