import { naturally } from '../../natural-order.ts';
import type { CameraEntry } from './entry.ts';
import { orderFault, picturesByName } from './names.ts';

/** Which picture belongs to which camera. */
export interface Pairing {
  /**
   * `file_path`: the camera file names the pictures. `name`: the pictures are named after the cameras. `order`: both are
   * in order.
   */
  by: 'file_path' | 'name' | 'order';
  /** For each camera, the index of its picture. */
  pictures: number[];
  /** Indices of pictures that no camera names. */
  unused: number[];
}

/** The parts of a path, in lower case, without `.` and without the ending of the file. */
function partsOf(file: string): { parts: string[]; ending: string } {
  const parts = file
    .replaceAll('\\', '/')
    .split('/')
    .filter((part) => part !== '' && part !== '.')
    .map((part) => part.toLowerCase());
  const last = parts.at(-1) ?? '';
  const dot = last.lastIndexOf('.');
  const ending = dot > 0 ? last.slice(dot) : '';
  return { parts: [...parts.slice(0, -1), dot > 0 ? last.slice(0, dot) : last], ending };
}

/** How many parts two paths have in common, counted from the end. */
function common(a: readonly string[], b: readonly string[]): number {
  let count = 0;
  while (count < Math.min(a.length, b.length) && a.at(-1 - count) === b.at(-1 - count)) count += 1;
  return count;
}

/**
 * The index of the picture that a camera names. Folders may differ, because pictures are copied; the ending may differ or be absent,
 * because pictures are converted and NeRF's files leave it out. A text says why there is none.
 */
export function pictureNamed(named: string, pictures: readonly string[]): number | string {
  const wanted = partsOf(named);
  const scores = pictures.map((picture) => {
    const { parts, ending } = partsOf(picture);
    return 2 * common(wanted.parts, parts) + Number(wanted.ending === ending);
  });
  const best = Math.max(...scores);
  if (best < 2) return `${named} is not among the pictures`;
  const found = scores.flatMap((score, i) => (score === best ? [i] : []));
  if (found.length > 1) return `${named} may be ${pictures[found[0]]} or ${pictures[found[1]]}`;
  return found[0];
}

/** A pairing with the pictures that it leaves out. */
function pairing(by: Pairing['by'], paired: number[], count: number): Pairing {
  const used = new Set(paired);
  const unused = Array.from({ length: count }, (_, i) => i).filter((i) => !used.has(i));
  return { by, pictures: paired, unused };
}

/** Pairs cameras whose file does not name pictures: by their own names, if all of them fit, else in natural order. */
function pairUnnamed(
  entries: readonly Pick<CameraEntry, 'name'>[],
  pictures: readonly string[],
): Pairing | string {
  const found = picturesByName(entries, pictures);
  const single = found.flatMap((matches) => (matches.length === 1 ? matches : []));
  if (single.length === entries.length && new Set(single).size === single.length)
    return pairing('name', single, pictures.length);
  if (entries.length !== pictures.length)
    return `there are ${pictures.length} pictures, but ${entries.length} cameras`;
  const order = pictures.map((_, i) => i).sort((a, b) => naturally(pictures[a], pictures[b]));
  return orderFault(entries, pictures, found, order) ?? pairing('order', order, pictures.length);
}

/**
 * Pairs cameras with pictures: by the names of pictures that the camera file states, by the names of the cameras, or in
 * natural order.
 * @param pictures paths or names
 * @returns a text that says why they cannot be paired
 */
export function pairPictures(
  entries: readonly Pick<CameraEntry, 'picture' | 'name'>[],
  pictures: readonly string[],
): Pairing | string {
  const named = entries.filter(({ picture }) => picture !== undefined).length;
  if (named > 0 && named < entries.length)
    return `${named} of ${entries.length} cameras name a picture (file_path). Either all must, or none`;
  if (named === 0) return pairUnnamed(entries, pictures);
  const paired: number[] = [];
  for (const [i, { picture = '' }] of entries.entries()) {
    const found = pictureNamed(picture, pictures);
    if (typeof found === 'string') return `camera ${i}: ${found}`;
    const other = paired.indexOf(found);
    if (other >= 0) return `cameras ${other} and ${i} both name ${pictures[found]}`;
    paired.push(found);
  }
  return pairing('file_path', paired, pictures.length);
}
