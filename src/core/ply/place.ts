import type { PlyElement, PlyHeader } from './header.ts';
import { refuse } from './refuse.ts';

/**
 * First byte of every element of a binary file, by name. Checks that the file is exactly as long as its header says;
 * allocates nothing, and reads only the lengths of lists.
 */
export function placeElements(header: PlyHeader, view: DataView): Map<string, number> {
  const places = new Map<string, number>();
  const little = header.format === 'binary_little_endian';
  let at = header.end;
  for (const element of header.elements.values()) {
    places.set(element.name, at);
    const { name, count, stride } = element;
    const there = view.byteLength - at;
    if (stride === undefined) {
      at = behindLists(element, view, at, little);
      continue;
    }
    const needed = count * stride;
    if (needed > there)
      throw refuse(`${count} rows of ${name} need ${needed} bytes, there are ${there}`);
    at += needed;
  }
  const left = view.byteLength - at;
  if (left > 0) throw refuse(`${left} bytes are left over`);
  return places;
}

/** Every row has at least the byte of a list's length, so this ends where the file does. */
function behindLists(
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
        if (at + length.bytes > view.byteLength) throw refuse(`element ${name} is cut off`);
        items = length.read(view, at, little);
        if (!Number.isInteger(items) || items < 0) throw refuse(`a list of ${items} items`);
        at += length.bytes;
      }
      at += items * type.bytes;
      if (at > view.byteLength) throw refuse(`element ${name} is cut off`);
    }
  return at;
}
