import { Unzlib } from 'fflate';

/** Number of bytes that are decompressed at once. They become at most a thousand times as many. */
const CHUNK_BYTES = 1024;

/**
 * Decompresses the beginning of a zlib stream.
 * @param maxBytes where to stop, apart from what one step makes beyond it
 * @returns null if the stream is damaged, or ends before `maxBytes` without its end
 */
export function inflateStart(bytes: Uint8Array, maxBytes: number): Uint8Array | null {
  const parts: Uint8Array[] = [];
  let length = 0;
  let isDone = false;
  const stream = new Unzlib((part, final) => {
    parts.push(part);
    length += part.length;
    isDone = final;
  });
  try {
    for (let at = 0; at < bytes.length && !isDone && length < maxBytes; at += CHUNK_BYTES)
      stream.push(bytes.subarray(at, at + CHUNK_BYTES), at + CHUNK_BYTES >= bytes.length);
  } catch {
    return null;
  }
  if (!isDone && length < maxBytes) return null;
  const out = new Uint8Array(length);
  let at = 0;
  for (const part of parts) {
    out.set(part, at);
    at += part.length;
  }
  return out;
}
