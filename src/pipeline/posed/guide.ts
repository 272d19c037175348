import { fitsBall, missOf, sightOf, type Ball, type Sight } from '../../core/camera/common-ball.ts';
import { directionAt, lensOf } from '../../core/camera/lens.ts';
import type { Box } from '../matting/crop-box.ts';
import type { PosedFrame } from './frames.ts';
import type { MaskPart } from './parts.ts';

/** Side of the part of a frame in which the mouse is looked for again, in diameters of the ball. */
const WINDOW = 1.5;

/** The geometry of a frame: the size of its picture, its camera and its lens. */
export type FrameShape = Pick<PosedFrame, 'camera' | 'lens'> & {
  image: { width: number; height: number };
};

/** The parts of a frame's mask, as its camera sees them. Parts that the lens cannot show are left out. */
export function sightsOf(frame: FrameShape, parts: readonly MaskPart[]): (Sight | null)[] {
  const { camera, lens = {}, image } = frame;
  const [scaleX, scaleY] = [camera.width / image.width, camera.height / image.height];
  return parts.map(({ middle: [x, y], extent }) => {
    const direction = directionAt(camera, lens, [x * scaleX, y * scaleY]);
    const radius = Math.hypot(
      ((extent.right - extent.left) * scaleX) / camera.fx,
      ((extent.bottom - extent.top) * scaleY) / camera.fy,
    );
    return direction && { direction, radius: radius / 2 };
  });
}

/** Which parts of a mask show what is in the ball: their indices, and whether one of them is as large as the ball. */
export function partsInBall(
  sights: readonly (Sight | null)[],
  ball: Sight,
): { inside: number[]; fits: boolean } {
  const inside = sights.flatMap((sight, i) => (sight && missOf(sight, ball) <= 1 ? [i] : []));
  return { inside, fits: sights.some((sight) => sight && fitsBall(sight, ball)) };
}

/** The square part of a frame around a ball, pixels. Undefined if the frame does not show it. */
export function windowAround(ball: Ball, { camera, lens, image }: FrameShape): Box | undefined {
  const seen = sightOf(ball, camera);
  if (!seen) return undefined;
  const [x, y] = seen.direction;
  const [u, v] = lensOf(camera, lens)?.(x, y) ?? [x, y];
  const [scaleX, scaleY] = [image.width / camera.width, image.height / camera.height];
  const along = (middle: number, half: number, all: number) => {
    const first = Math.max(0, Math.floor(middle - half));
    return { first, size: Math.min(all, Math.ceil(middle + half)) - first };
  };
  const half = WINDOW * seen.radius;
  const across = along(
    (camera.fx * u + camera.cx) * scaleX,
    half * camera.fx * scaleX,
    image.width,
  );
  const down = along((camera.fy * v + camera.cy) * scaleY, half * camera.fy * scaleY, image.height);
  if (!(across.size > 0 && down.size > 0)) return undefined;
  return { left: across.first, top: down.first, width: across.size, height: down.size };
}
