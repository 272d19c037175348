import { readPnmHeader } from './decoders/pnm.ts';
import type { PhotoHeader } from './header.ts';
import { isAlone } from './jpeg-size.ts';
import { pngChunks } from './chunks.ts';
import { viewOf } from './size.ts';

/** The end marker of a JPEG. */
const EOI = 0xd9;

/** Whether a JPEG has no end marker (EOI). Thumbnails within segments do not count: segments are skipped by length. */
function jpegEndsEarly(bytes: Uint8Array): boolean {
  const view = viewOf(bytes);
  for (let at = 2; at + 1 < bytes.length;) {
    if (bytes[at] !== 0xff) {
      at += 1;
      continue;
    }
    const marker = bytes[at + 1];
    if (marker === EOI) return false;
    if (marker === 0xff) at += 1;
    else if (marker === 0 || isAlone(marker)) at += 2;
    else if (at + 4 > bytes.length) return true;
    // A scan has a header of this length; its data follow, in which 0xff bytes are stuffed or restart markers.
    else at += 2 + Math.max(2, view.getUint16(at + 2));
  }
  return true;
}

/** Whether a PNG ends before its chunk IEND. */
const pngEndsEarly = (bytes: Uint8Array): boolean =>
  ![...pngChunks(bytes)].some(({ type }) => type === 'IEND');

/** Whether a file of boxes (AVIF, HEIC) ends within a box. */
function boxesEndEarly(bytes: Uint8Array): boolean {
  const view = viewOf(bytes);
  let at = 0;
  while (at + 8 <= bytes.length) {
    const length = view.getUint32(at);
    // 0: to the end of the file. 1: the length has 64 bits.
    if (length === 0) return false;
    at +=
      length === 1 && at + 16 <= bytes.length
        ? Number(view.getBigUint64(at + 8))
        : Math.max(8, length);
  }
  return at > bytes.length;
}

/** Whether a binary PNM file has fewer samples than its header states. */
function pnmEndsEarly(bytes: Uint8Array): boolean {
  const header = readPnmHeader(bytes);
  if (!header || header.kind < 4) return false;
  const { kind, width, height, white, start } = header;
  const samples = kind === 4 ? Math.ceil(width / 8) : width * (kind === 6 ? 3 : 1);
  return bytes.length < start + samples * height * (white > 255 ? 2 : 1);
}

/** Whether a picture file ends before its format says that it ends. False for formats that do not say it. */
export async function endsEarly(file: Blob, { format }: PhotoHeader): Promise<boolean> {
  // A TIFF may be larger than the memory.
  if (format === 'tiff') return false;
  const bytes = new Uint8Array(await file.arrayBuffer());
  switch (format) {
    case 'jpeg':
      return jpegEndsEarly(bytes);
    case 'png':
      return pngEndsEarly(bytes);
    case 'webp':
      return bytes.length < 8 + viewOf(bytes).getUint32(4, true);
    case 'gif':
      return bytes[bytes.length - 1] !== 0x3b;
    case 'bmp':
      return bytes.length < viewOf(bytes).getUint32(2, true);
    case 'avif':
    case 'heic':
      return boxesEndEarly(bytes);
    case 'pnm':
      return pnmEndsEarly(bytes);
  }
}

/** A JPEG with an end marker. Decoders then show what is there, and fill the rest with grey. */
export const withEndMarker = async (jpeg: Blob): Promise<Blob> =>
  new Blob([await jpeg.arrayBuffer(), new Uint8Array([0xff, EOI])], { type: 'image/jpeg' });
