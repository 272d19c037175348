import { sightOf, type Ball } from '../../core/camera/common-ball.ts';
import { RayTest, type OtherView } from '../../core/camera/hull-rays.ts';
import { directionAt, lensOf } from '../../core/camera/lens.ts';
import { windowCamera } from '../../core/camera/square-view.ts';
import { dilated } from '../../core/image/dilate.ts';
import type { FrameShape } from './guide.ts';
import type { MaskParts } from './parts.ts';

/** Side of a sketch, pixels. */
const SIDE = 256;

/** Pixels. A sketch counts as larger by this: masks and calibrations are not exact. */
const MARGIN = 2;

/** At most so many positions of a part are looked at. */
const SAMPLES = 60;

/** So many points on a ray are looked at, and it is searched up to so many radii of the ball before and behind its centre. */
const STEPS = 96;
const REACH = 3;

/** With this fraction of its positions in the sketches of the others, a part is seen by them. */
const MIN_SEEN = 0.5;

/** A coarse silhouette of all parts of a mask, without the lens, and where the parts are in it. */
export interface Sketch extends OtherView {
  /** For each part some positions, pixels of the sketch. */
  positions: (readonly [x: number, y: number])[][];
}

/** The sketch of a frame. Beyond the frame it counts as mouse: nobody knows what is there. Null if no mask is known. */
export function sketchOf(
  { camera, lens, image }: FrameShape,
  { positions }: Pick<MaskParts, 'positions'>,
): Sketch | null {
  if (positions.length === 0) return null;
  const { width, height } = camera;
  const [scaleX, scaleY] = [width / image.width, height / image.height];
  const corners = [0, 1].flatMap((x) =>
    [0, 1].map((y) => directionAt(camera, lens ?? {}, [x * width, y * height])),
  );
  const half = Math.max(...corners.flatMap((corner) => corner?.map(Math.abs) ?? []));
  if (!Number.isFinite(half)) return null;
  const window = windowCamera(camera, half * (1 + 1 / SIDE), SIDE);
  const inSketch = positions.map((part) =>
    part.flatMap(([x, y]): [number, number][] => {
      const direction = directionAt(camera, lens ?? {}, [x * scaleX, y * scaleY]);
      if (!direction) return [];
      return [[window.fx * direction[0] + window.cx, window.fy * direction[1] + window.cy]];
    }),
  );
  const mask = new Uint8Array(SIDE * SIDE);
  const project = lensOf(camera, lens);
  for (let at = 0; at < mask.length; at++) {
    const x = ((at % SIDE) + 0.5 - window.cx) / window.fx;
    const y = (Math.floor(at / SIDE) + 0.5 - window.cy) / window.fy;
    const [u, v] = project?.(x, y) ?? [x, y];
    const [column, row] = [camera.fx * u + camera.cx, camera.fy * v + camera.cy];
    const isInside = column >= 0 && row >= 0 && column < width && row < height;
    mask[at] = Number(!isInside);
  }
  for (const [x, y] of inSketch.flat()) {
    const [column, row] = [Math.floor(x), Math.floor(y)];
    if (Math.min(column, row) >= 0 && Math.max(column, row) < SIDE) mask[row * SIDE + column] = 1;
  }
  return {
    camera: window,
    mask: dilated(mask, window, MARGIN),
    positions: inSketch.map((part) => {
      const step = Math.max(1, Math.ceil(part.length / SAMPLES));
      return part.filter((_, i) => i % step === 0);
    }),
  };
}

/** Whether a part of a sketch is something near the ball that all other sketches show, too. */
export function isSeen(
  { camera, positions }: Sketch,
  part: number,
  others: readonly OtherView[],
  ball: Ball,
): boolean {
  const sight = sightOf(ball, camera);
  if (!sight) return false;
  const reach = REACH * ball.radius;
  const depth = ball.radius / sight.radius;
  const test = new RayTest(camera, others);
  const seen = positions[part].filter(([x, y]) => {
    test.aim(x, y);
    for (let i = 0; i < STEPS; i++) {
      const at = depth + reach * ((2 * (i + 0.5)) / STEPS - 1);
      if (at > 0 && test.isInAll(at)) return true;
    }
    return false;
  });
  return seen.length >= MIN_SEEN * positions[part].length;
}
