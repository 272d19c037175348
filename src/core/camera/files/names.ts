import { named } from '../../quoted.ts';
import type { CameraEntry } from './entry.ts';

const isLetter = (character: string | undefined): boolean =>
  character !== undefined && /[\p{L}\p{N}]/u.test(character);

/** Whether a text contains a name as a whole word: not `cam1` in `cam10`. */
function hasWord(text: string, name: string): boolean {
  for (let at = text.indexOf(name); at >= 0; at = text.indexOf(name, at + 1))
    if (!isLetter(text[at - 1]) && !isLetter(text[at + name.length])) return true;
  return false;
}

/** Paths in lower case, without the folders that all of them share. */
function distinctParts(pictures: readonly string[]): string[] {
  const parts = pictures.map((picture) => picture.replaceAll('\\', '/').toLowerCase().split('/'));
  const shortest = Math.min(...parts.map(({ length }) => length));
  let shared = 0;
  // Without pictures, all of none share everything, without end.
  while (
    pictures.length > 0 &&
    shared < shortest - 1 &&
    parts.every((each) => each[shared] === parts[0][shared])
  )
    shared += 1;
  return parts.map((each) => each.slice(shared).join('/'));
}

/**
 * For each camera, the pictures whose paths contain its name as a word, for example `Camera1/0.png` and `Camera1_0.png`.
 * @returns lists of indices. They are empty for cameras without a name
 */
export function picturesByName(
  entries: readonly Pick<CameraEntry, 'name'>[],
  pictures: readonly string[],
): number[][] {
  const paths = distinctParts(pictures);
  return entries.map(({ name }) =>
    name ? paths.flatMap((path, i) => (hasWord(path, name.toLowerCase()) ? [i] : [])) : [],
  );
}

/**
 * Why the natural order of the pictures contradicts the names of the cameras. Null if it does not.
 * @param found of `picturesByName`
 * @param order the picture of each camera
 */
export function orderFault(
  entries: readonly Pick<CameraEntry, 'name'>[],
  pictures: readonly string[],
  found: readonly number[][],
  order: readonly number[],
): string | null {
  const at = found.findIndex((matches, i) => matches.length === 1 && matches[0] !== order[i]);
  return at < 0
    ? null
    : `by its name, camera ${named(entries[at].name ?? '')} belongs to ${pictures[found[at][0]]}, but other cameras fit no picture or several. Name each picture after its camera`;
}
