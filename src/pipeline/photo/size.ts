/** Width and height of a picture, pixels. */
export interface Size {
  width: number;
  height: number;
}

/** The larger of both sizes by its number of pixels. A size with a side of 0 counts as no size. */
export function larger(a: Size | null, b: Size | null): Size | null {
  const known = [a, b].filter((size) => size !== null && size.width > 0 && size.height > 0);
  return known.sort((x, y) => pixels(y) - pixels(x))[0] ?? null;
}

const pixels = (size: Size | null): number => (size ? size.width * size.height : 0);

/** The four characters of a chunk's or a box's type. */
export const typeAt = (bytes: Uint8Array, at: number): string =>
  String.fromCharCode(...bytes.subarray(at, at + 4));

/** A view of the same bytes. */
export const viewOf = (bytes: Uint8Array): DataView =>
  new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
