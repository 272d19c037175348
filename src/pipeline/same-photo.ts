import type { PhotoFile } from './stages/photo.ts';

/**
 * The former photo if the new one has the same name and bytes, so that the outputs kept for it are reused. A Blob that
 * crosses into the worker is a new object every time.
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
