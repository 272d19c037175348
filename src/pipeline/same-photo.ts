import type { PhotoFile } from './stages/photo.ts';

/** Bytes that are compared at once. A stack of TIFF pages may be larger than the memory. */
const PIECE_BYTES = 16 * 2 ** 20;

/**
 * Returns `former` if both photos have the same name and the same bytes, otherwise `next`. With `former`, the
 * outputs that were kept for it are reused. A Blob that is sent to the worker becomes a new object every time,
 * so identity is not enough.
 */
export async function samePhoto(
  former: PhotoFile | undefined,
  next: PhotoFile,
): Promise<PhotoFile> {
  if (!former || former.fileName !== next.fileName || former.file.size !== next.file.size)
    return next;
  for (let at = 0; at < next.file.size; at += PIECE_BYTES) {
    const [a, b] = await Promise.all(
      [former, next].map(({ file }) => file.slice(at, at + PIECE_BYTES).arrayBuffer()),
    );
    const [left, right] = [new Uint8Array(a), new Uint8Array(b)];
    if (!left.every((byte, i) => byte === right[i])) return next;
  }
  return former;
}
