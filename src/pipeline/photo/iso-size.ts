import { larger, typeAt, viewOf, type Size } from './size.ts';

/** Offset of the width in a `tkhd` box, counted from its type, by the box's version (ISO/IEC 14496-12, 8.3.2). */
const TRACK_WIDTH_AT = [80, 92];

/**
 * The largest size in the `ispe` properties and the tracks (`tkhd`) of an ISO media picture: AVIF, HEIC. A decoder
 * allocates memory for this size. Null if these bytes have none. Boxes are searched by their type, wherever they are.
 */
export function isoSize(bytes: Uint8Array): Size | null {
  const view = viewOf(bytes);
  let size: Size | null = null;
  for (let at = 4; at + 16 <= bytes.length; at++) {
    const first = bytes[at];
    if (first === 0x69 && typeAt(bytes, at) === 'ispe')
      size = larger(size, { width: view.getUint32(at + 8), height: view.getUint32(at + 12) });
    else if (first === 0x74 && typeAt(bytes, at) === 'tkhd') {
      const side = at + (TRACK_WIDTH_AT[bytes[at + 4]] ?? bytes.length);
      if (side + 8 <= bytes.length)
        size = larger(size, { width: view.getUint16(side), height: view.getUint16(side + 4) });
    }
  }
  return size;
}
