import type { CameraEntry } from '../entry.ts';
import { MAX_ENTRIES } from '../values.ts';
import { colmapEntry } from './images.ts';
import { colmapLens, type ColmapLens } from './lens.ts';

/** The lines of data. COLMAP writes comments as lines that begin with #. An empty line may be data. */
const linesOf = (text: string): string[] =>
  text.split(/\r\n|\n/).filter((line) => !line.startsWith('#'));

const wordsOf = (line: string): string[] => line.trim().split(/\s+/);

/** The lenses of cameras.txt: CAMERA_ID MODEL WIDTH HEIGHT PARAMS… A text says why they cannot be used. */
function lensesOf(cameras: string): Map<string, ColmapLens> | string {
  const lenses = new Map<string, ColmapLens>();
  for (const line of linesOf(cameras)) {
    const [id, model, ...rest] = wordsOf(line);
    if (rest.length < 2) continue;
    const [width, height, ...parameters] = rest.map(Number);
    const lens = colmapLens({ id, model, width, height, parameters });
    if (typeof lens === 'string') return lens;
    lenses.set(id, lens);
  }
  return lenses;
}

/**
 * The cameras of a COLMAP model that was exported as text, in the order of images.txt. A text says why there are none.
 * Format: https://colmap.github.io/format.html
 */
export function colmapText(cameras: string, images: string): CameraEntry[] | string {
  const lenses = lensesOf(cameras);
  if (typeof lenses === 'string') return lenses;
  const entries: CameraEntry[] = [];
  // Each image has two lines. The second lists its points, and may be empty.
  const lines = linesOf(images);
  const end = lines.findLastIndex((line) => line.trim() !== '') + 1;
  for (let at = 0; at < end; at += 2) {
    const words = wordsOf(lines[at]);
    if (words.length < 10)
      return `the line of image ${at / 2 + 1} in images.txt does not have ten values`;
    if (entries.length >= MAX_ENTRIES) return `more than ${MAX_ENTRIES} images are too many`;
    const pose = words.slice(1, 8).map(Number);
    const entry = colmapEntry(
      { pose, camera: words[8], picture: words.slice(9).join(' ') },
      lenses,
    );
    if (typeof entry === 'string') return entry;
    entries.push(entry);
  }
  return entries.length > 0 ? entries : 'images.txt contains no images';
}
