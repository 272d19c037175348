import type { SeenParts } from '../posed/place.ts';
import type { PosedPictures } from '../posed/frames.ts';
import type { Views } from '../types.ts';
import type { Intrinsics } from './at-size.ts';

/** The camera of a square view before its picture was moved so that the masks fit. */
export function unmovedCamera(
  i: number,
  source: Pick<PosedPictures, 'cameras'>,
  { cameras, placement }: Pick<Views, 'cameras' | 'placement'>,
): Views['cameras'][number] {
  const [own, camera] = [source.cameras[i], cameras[i]];
  const { x, y } = placement?.shifts?.[i] ?? { x: 0, y: 0 };
  return {
    ...camera,
    cx: camera.cx - (x * camera.fx) / own.fx,
    cy: camera.cy - (y * camera.fy) / own.fy,
  };
}

/**
 * Which parts of the pictures the reconstructor gets.
 * @param size of its views, pixels
 * @param used indices of the views that it gets (`usedViews`). Null: all
 */
export const seenParts = (
  source: Pick<PosedPictures, 'cameras' | 'pictures'>,
  views: Pick<Views, 'cameras' | 'placement'>,
  size: number,
  used: readonly number[] | null = null,
): SeenParts => ({
  size,
  views: source.pictures.map((_, i) => {
    if (used && !used.includes(i)) return null;
    const { width, fx, fy, cx, cy }: Intrinsics = unmovedCamera(i, source, views);
    return { width, fx, fy, cx, cy };
  }),
});
