import type { PlyElement, PlyHeader } from './header.ts';
import { plyError } from './refuse.ts';

/**
 * The offset in bytes of every element of a binary file, by name. Checks that the file has exactly the length that
 * its header implies. Allocates no memory for rows. Of the rows, only the lengths of lists are read.
 * @throws AppError `ply-invalid`
 */
export function elementOffsets(header: PlyHeader, view: DataView): Map<string, number> {
  const offsets = new Map<string, number>();
  const little = header.format === 'binary_little_endian';
  let at = header.end;
  for (const element of header.elements.values()) {
    offsets.set(element.name, at);
    const { name, count, stride } = element;
    const available = view.byteLength - at;
    if (stride === undefined) {
      at = endOfLists(element, view, at, little);
      continue;
    }
    const needed = count * stride;
    if (needed > available)
      throw plyError(`${count} rows of ${name} need ${needed} bytes, but only ${available} follow`);
    at += needed;
  }
  const left = view.byteLength - at;
  if (left > 0) throw plyError(`${left} bytes are left over after the last element`);
  return offsets;
}

/**
 * Index of the first byte after an element whose rows contain lists. Each row contains at least the length of a list,
 * which takes a byte or more. The loop therefore ends at the end of the file at the latest.
 */
function endOfLists(
  { name, count, properties }: PlyElement,
  view: DataView,
  start: number,
  little: boolean,
): number {
  const row = [...properties.values()];
  let at = start;
  for (let i = 0; i < count; i++)
    for (const { type, length } of row) {
      let items = 1;
      if (length) {
        if (at + length.bytes > view.byteLength) throw plyError(`element ${name} is cut off`);
        items = length.read(view, at, little);
        if (!Number.isInteger(items) || items < 0) throw plyError(`a list has ${items} items`);
        at += length.bytes;
      }
      at += items * type.bytes;
      if (at > view.byteLength) throw plyError(`element ${name} is cut off`);
    }
  return at;
}
