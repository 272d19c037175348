import type { CameraEntry, Intrinsics, Size } from './entry.ts';
import { matrixFrom } from './pose.ts';

/** COLMAP's camera models: where fx, fy, cx, cy stand among the parameters, and how many parameters there are. */
const MODELS: Readonly<
  Record<string, { fx: number; fy: number; cx: number; cy: number; count: number }>
> = {
  SIMPLE_PINHOLE: { fx: 0, fy: 0, cx: 1, cy: 2, count: 3 },
  PINHOLE: { fx: 0, fy: 1, cx: 2, cy: 3, count: 4 },
  SIMPLE_RADIAL: { fx: 0, fy: 0, cx: 1, cy: 2, count: 4 },
  RADIAL: { fx: 0, fy: 0, cx: 1, cy: 2, count: 5 },
  OPENCV: { fx: 0, fy: 1, cx: 2, cy: 3, count: 8 },
  FULL_OPENCV: { fx: 0, fy: 1, cx: 2, cy: 3, count: 12 },
};

type Lens = { size: Size; intrinsics: Intrinsics };

/** The lines of data. COLMAP writes comments as lines that begin with #. An empty line may be data. */
const linesOf = (text: string): string[] =>
  text.split(/\r\n|\n/).filter((line) => !line.startsWith('#'));

const wordsOf = (line: string): string[] => line.trim().split(/\s+/);

/** One line of cameras.txt: CAMERA_ID MODEL WIDTH HEIGHT PARAMS… A text says why it cannot be used. */
function lensOf(words: readonly string[]): Lens | string {
  const [id, name, ...rest] = words;
  const model = MODELS[name];
  if (!model) return `camera ${id} has the model ${name}. Undistort the pictures with COLMAP first`;
  const [width, height, ...parameters] = rest.map(Number);
  if (parameters.length !== model.count || [width, height, ...parameters].some(Number.isNaN))
    return `camera ${id} does not have ${model.count} parameters`;
  const own = new Set([model.fx, model.fy, model.cx, model.cy]);
  if (parameters.some((value, i) => value !== 0 && !own.has(i)))
    return `camera ${id} has lens distortion. Undistort the pictures with COLMAP first`;
  const [fx, fy, cx, cy] = [model.fx, model.fy, model.cx, model.cy].map((at) => parameters[at]);
  return { size: { width, height }, intrinsics: { fx, fy, cx, cy } };
}

/** The rotation of a unit quaternion w, x, y, z, row-major. */
function rotationOf(q: readonly number[]): number[] {
  const norm = Math.hypot(...q);
  const [w, x, y, z] = q.map((value) => value / norm);
  return [
    ...[1 - 2 * (y * y + z * z), 2 * (x * y - w * z), 2 * (x * z + w * y)],
    ...[2 * (x * y + w * z), 1 - 2 * (x * x + z * z), 2 * (y * z - w * x)],
    ...[2 * (x * z - w * y), 2 * (y * z + w * x), 1 - 2 * (x * x + y * y)],
  ];
}

/**
 * The cameras of a COLMAP model that was exported as text, in the order of images.txt. A text says why there are none.
 * Format: https://colmap.github.io/format.html
 */
export function colmapEntries(cameras: string, images: string): CameraEntry[] | string {
  const lenses = new Map<string, Lens>();
  for (const line of linesOf(cameras)) {
    const words = wordsOf(line);
    if (words.length < 4) continue;
    const lens = lensOf(words);
    if (typeof lens === 'string') return lens;
    lenses.set(words[0], lens);
  }
  const entries: CameraEntry[] = [];
  // Each image has two lines. The second lists its points, and may be empty.
  const lines = linesOf(images);
  for (let at = 0; at + 1 <= lines.length; at += 2) {
    const words = wordsOf(lines[at]);
    if (words.length < 10) break;
    const [qw, qx, qy, qz, tx, ty, tz] = words.slice(1, 8).map(Number);
    const numbers = [qw, qx, qy, qz, tx, ty, tz];
    const picture = words.slice(9).join(' ');
    if (numbers.some((value) => !Number.isFinite(value)) || Math.hypot(qw, qx, qy, qz) < 1e-6)
      return `image ${picture} has no pose`;
    const lens = lenses.get(words[8]);
    if (!lens) return `image ${picture} names camera ${words[8]}, which is not in cameras.txt`;
    entries.push({ ...lens, w2c: matrixFrom(rotationOf([qw, qx, qy, qz]), [tx, ty, tz]), picture });
  }
  return entries.length > 0 ? entries : 'images.txt contains no images';
}
