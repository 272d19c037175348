import type { PhotoFile } from './stages/photo.ts';

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
  const [a, b] = await Promise.all([former.file.arrayBuffer(), next.file.arrayBuffer()]);
  const [left, right] = [new Uint8Array(a), new Uint8Array(b)];
  return left.every((byte, i) => byte === right[i]) ? former : next;
}
