import { dilated } from '../image/dilate.ts';
import { scaleCamera } from './camera.ts';
import { RayTest } from './hull-rays.ts';
import { subjectPoint, type Silhouette } from './silhouettes.ts';

/** How far a picture is moved: what is added to cx and cy, pixels. */
export interface Shift {
  x: number;
  y: number;
}

/** Largest shift, as a fraction of the picture's width. A larger error is not one of calibration or of masks. */
const MAX_SHIFT = 0.03;

/**
 * Pixels. Larger silhouettes are aligned at half of their size first, and so on. Then a shift is searched only within
 * `NEAR` pixels of the one that was found there.
 */
const COARSE = 160;
const NEAR = 2;

/** In each round the view is moved whose fit gains most. A wrong view spoils the fit of all others, too. */
const MAX_ROUNDS = 16;

/**
 * Cost of a shift, per squared pixel, in fractions of the silhouette. Among shifts that fit equally well, the smallest is
 * taken: all views together may be moved with the subject.
 */
const SHIFT_COST = 1e-4;

/** A shift must improve the fit by this fraction of the silhouette. Masks have noise. */
const MIN_GAIN = 0.002;

/** Silhouettes of the others count as larger by this many pixels: half a pixel of each outline is rounding. */
const MARGIN = 1;

/** The subject is larger than its silhouettes by this factor. */
const ROOM = 1.2;

/** Most points on one ray. */
const MAX_STEPS = 256;

/** What does not change while silhouettes are moved. */
interface Scene {
  /** The subject's middle and the radius of a sphere around it, world units. */
  subject: readonly number[];
  radius: number;
  /** Largest shift along one axis, and largest change of it in one round, pixels. */
  reach: number;
  change: number;
  /** The silhouettes, larger by `MARGIN`. */
  larger: readonly Uint8Array[];
}

interface Box {
  left: number;
  top: number;
  right: number;
  bottom: number;
}

function boxOf({ mask, camera: { width } }: Silhouette): Box {
  const box = { left: Infinity, top: Infinity, right: -Infinity, bottom: -Infinity };
  mask.forEach((is, at) => {
    if (!is) return;
    box.left = Math.min(box.left, at % width);
    box.right = Math.max(box.right, at % width);
    box.top = Math.min(box.top, Math.floor(at / width));
    box.bottom = Math.max(box.bottom, Math.floor(at / width));
  });
  return box;
}

const moved = (one: Silhouette, { x, y }: Shift): Silhouette => ({
  ...one,
  camera: { ...one.camera, cx: one.camera.cx + x, cy: one.camera.cy + y },
});

const depthOf = ({ camera: { w2c: m } }: Silhouette, p: readonly number[]): number =>
  m[8] * p[0] + m[9] * p[1] + m[10] * p[2] + m[11];

/** Radius of the sphere around the subject, world units: from the largest silhouette. */
const radiusOf = (all: readonly Silhouette[], subject: readonly number[]): number =>
  Math.max(
    ...all.map((one) => {
      const { left, top, right, bottom } = boxOf(one);
      const size = Math.hypot(right - left + 1, bottom - top + 1) / 2;
      return (ROOM * size * depthOf(one, subject)) / one.camera.fx;
    }),
  );

/**
 * Which pixels of one view show a point that lies in all other silhouettes, in the box around its silhouette.
 */
function hullSeen(all: readonly Silhouette[], view: number, scene: Scene) {
  const { subject, radius, change } = scene;
  const one = all[view];
  const others = all.flatMap(({ camera }, i) =>
    i === view ? [] : [{ camera, mask: scene.larger[i] }],
  );
  const middle = depthOf(one, subject);
  const steps = Math.min(MAX_STEPS, Math.ceil((2 * radius * one.camera.fx) / middle));
  const test = new RayTest(one.camera, others);
  const { left, top, right, bottom } = boxOf(one);
  const width = right - left + 1 + 2 * change;
  const height = bottom - top + 1 + 2 * change;
  const seen = new Uint8Array(width * height);
  for (let at = 0; at < seen.length; at++) {
    test.aim((at % width) + left - change + 0.5, Math.floor(at / width) + top - change + 0.5);
    for (let i = 0; i < steps && !seen[at]; i++) {
      const depth = middle + radius * ((2 * (i + 0.5)) / steps - 1);
      if (depth > 0 && test.isInAll(depth)) seen[at] = 1;
    }
  }
  return { seen, width, left: left - change, top: top - change };
}

/** A shift of one view, and by how much it improves the fit. */
interface Move {
  view: number;
  shift: Shift;
  gain: number;
}

/** The move of one view with which its silhouette fits best into what the others allow. */
function bestMove(all: readonly Silhouette[], view: number, current: Shift, scene: Scene): Move {
  const { seen, width, left, top } = hullSeen(all, view, scene);
  const { mask, camera } = all[view];
  const inside: number[] = [];
  mask.forEach((is, at) => {
    if (is) inside.push((Math.floor(at / camera.width) - top) * width + (at % camera.width) - left);
  });
  const cost = (x: number, y: number) => {
    // A picture whose cx is larger by x shows at pixel p what it showed at p − x.
    const step = y * width + x;
    const missing = inside.reduce((sum, at) => sum + Number(!seen[at - step]), 0);
    const far = (current.x + x) ** 2 + (current.y + y) ** 2;
    return missing / inside.length + SHIFT_COST * far;
  };
  const now = cost(0, 0);
  const best: Move = { view, shift: current, gain: MIN_GAIN };
  const { reach, change } = scene;
  for (let y = -change; y <= change; y++)
    for (let x = -change; x <= change; x++) {
      const shift = { x: current.x + x, y: current.y + y };
      if (Math.max(Math.abs(shift.x), Math.abs(shift.y)) > reach) continue;
      const gain = now - cost(x, y);
      if (gain > best.gain) [best.shift, best.gain] = [shift, gain];
    }
  return best;
}

/** The silhouette of half the size. */
function halved({ camera, mask }: Silhouette): Silhouette {
  const small = scaleCamera(camera, Math.max(1, Math.floor(camera.width / 2)));
  const at = (i: number) => Math.floor(((i + 0.5) * camera.width) / small.width);
  return {
    camera: small,
    mask: Uint8Array.from(
      { length: small.width * small.height },
      (_, i) => mask[at(Math.floor(i / small.width)) * camera.width + at(i % small.width)],
    ),
  };
}

/** The longer side of the largest silhouette, pixels. */
const longestOf = (all: readonly Silhouette[]): number =>
  Math.max(
    ...all.map((one) => {
      const { left, top, right, bottom } = boxOf(one);
      return Math.max(right - left, bottom - top) + 1;
    }),
  );

/**
 * How pictures must be moved so that their silhouettes fit together. Calibrations and masks are wrong by a few pixels, and
 * then no solid has all the silhouettes: what one view shows, another excludes. Each picture is moved by whole pixels, as
 * little as is needed. Silhouettes that fit, empty silhouettes and fewer than three views are not moved.
 * @param all of square pictures of one size
 * @param pause awaited after each piece of work, with the fraction that is done
 */
export async function alignSilhouettes(
  all: readonly Silhouette[],
  pause: (done: number) => Promise<void> = () => Promise.resolve(),
): Promise<Shift[]> {
  const still = all.map(() => ({ x: 0, y: 0 }));
  const found = subjectPoint(all);
  if (!found || all.length < 3 || all.some(({ mask }) => !mask.includes(1))) return still;
  const subject = found.point;
  if (all.some((one) => depthOf(one, subject) <= 0)) return still;
  const sizes = [all];
  while (longestOf(sizes[0]) > COARSE) {
    const half = sizes[0].map(halved);
    if (half.some(({ mask }) => !mask.includes(1))) break;
    sizes.unshift(half);
  }
  let shifts: Shift[] = still;
  for (const [size, silhouettes] of sizes.entries()) {
    const grown = size === 0 ? 1 : silhouettes[0].camera.width / sizes[size - 1][0].camera.width;
    const start = shifts.map(({ x, y }) => ({
      x: Math.round(x * grown),
      y: Math.round(y * grown),
    }));
    const part = (done: number) => pause((size + done) / sizes.length);
    shifts = await aligned(silhouettes, start, { subject, isFirst: size === 0, pause: part });
  }
  return shifts;
}

/** The shifts at one size of the silhouettes. */
async function aligned(
  all: readonly Silhouette[],
  start: readonly Shift[],
  {
    subject,
    isFirst,
    pause,
  }: { subject: readonly number[]; isFirst: boolean; pause: (done: number) => Promise<void> },
): Promise<Shift[]> {
  const shifts = [...start];
  const reach = Math.floor(MAX_SHIFT * all[0].camera.width);
  const change = isFirst ? reach : NEAR;
  const larger = all.map(({ mask, camera }) => dilated(mask, camera, MARGIN));
  const scene = { subject, radius: radiusOf(all, subject), reach, change, larger };
  for (let round = 0; round < MAX_ROUNDS; round++) {
    const now = all.map((one, i) => moved(one, shifts[i]));
    const moves: Move[] = [];
    for (const [view] of all.entries()) {
      moves.push(bestMove(now, view, shifts[view], scene));
      // Nobody knows how many rounds there will be.
      await pause(1 - 0.5 ** (round + moves.length / all.length));
    }
    const best = moves.reduce((a, b) => (b.gain > a.gain ? b : a));
    if (best.shift === shifts[best.view]) break;
    shifts[best.view] = best.shift;
  }
  return shifts;
}
