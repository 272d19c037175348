import type { PlyElement, PlyHeader } from './header.ts';
import { PlyFault } from './refuse.ts';
import { checkLineEnds, leftOver, tooFew } from './sizes.ts';

/**
 * The offset in bytes of every element of a binary file, by name. Checks that the file has exactly the length that
 * its header implies. Allocates no memory for rows. Of the rows, only the lengths of lists are read.
 * @throws PlyFault
 */
export function elementOffsets(header: PlyHeader, bytes: Uint8Array): Map<string, number> {
  checkLineEnds(header, bytes);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const offsets = new Map<string, number>();
  const little = header.format === 'binary_little_endian';
  let at = header.end;
  for (const element of header.elements.values()) {
    offsets.set(element.name, at);
    const { name, count, stride } = element;
    const available = bytes.length - at;
    if (stride === undefined) {
      at = endOfLists(element, view, at, little);
      continue;
    }
    const needed = count * stride;
    if (needed > available) {
      const figures = `${count} rows of ${name} need ${needed} bytes, but only ${available} follow`;
      throw tooFew(element, header, available / stride, figures);
    }
    at += needed;
  }
  if (at < bytes.length) throw leftOver(header, bytes, at);
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
  for (let i = 0; i < count; i++) {
    const cutOff = () =>
      new PlyFault('ply-cut', `the bytes end in row ${i + 1} of ${count} of element ${name}`);
    for (const { type, length } of row) {
      let items = 1;
      if (length) {
        if (at + length.bytes > view.byteLength) throw cutOff();
        items = length.read(view, at, little);
        if (!Number.isInteger(items) || items < 0)
          throw new PlyFault('ply-invalid', `a list has ${items} items`);
        at += length.bytes;
      }
      at += items * type.bytes;
      if (at > view.byteLength) throw cutOff();
    }
  }
  return at;
}
