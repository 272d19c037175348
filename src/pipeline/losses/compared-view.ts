import { cameraForSize, type Camera } from '../../core/camera/camera.ts';
import { mapCamera } from '../../core/camera/similarity.ts';
import { uprightCamera } from '../../core/camera/upright.ts';
import { isOnWhite, withoutWhite } from '../../core/image/cut-out.ts';
import { opaqueMask } from '../../core/metrics/overlap.ts';
import type { StageContext } from '../context.ts';
import { frameAt, type PosedPictures } from '../posed/frames.ts';
import { truthOf, type Truth } from '../posed/truth.ts';
import type { Views } from '../types.ts';
import type { SeenView } from './at-size.ts';
import { unmovedCamera } from './seen-parts.ts';

/** What is compared of one posed view. */
export interface Compared {
  truth: Pick<Truth, 'image' | 'mask'>;
  /** Of the true picture, in the world of the splat, as the camera file states it. */
  camera: Camera;
  /** The same camera, moved so that the masks fit. Absent: it was not moved. */
  moved?: Camera;
  /** The square view as the reconstructor gets it, before its size is changed. */
  seen: SeenView;
}

/** The camera after its picture was moved, which is `x`, `y` pixels of that picture. */
const shifted = (camera: Camera, { x, y }: { x: number; y: number }): Camera => ({
  ...camera,
  cx: camera.cx + x,
  cy: camera.cy + y,
});

/**
 * The frame as it was recorded, as `evaluate` compares it. If that cannot be, the square view: for a lens with
 * distortion, for a mask that the background remover made, and for the placement `per-camera`.
 */
export async function comparedView(
  i: number,
  source: PosedPictures,
  views: Views,
  context: StageContext,
): Promise<Compared> {
  const toSplat = views.placement?.toSplat;
  const shift = views.placement?.shifts?.[i] ?? { x: 0, y: 0 };
  const isMoved = shift.x !== 0 || shift.y !== 0;
  const own = source.cameras[i];
  const image = views.images[i];
  const cutout = views.photos?.[i] ?? withoutWhite(image);
  const seen = { image, cutout, camera: unmovedCamera(i, source, views) };
  /** The square view as the reconstructor got it. */
  const square = (): Compared => {
    const upright = (view: Camera) => uprightCamera(cameraForSize(view, image), views.up);
    return {
      truth: { image, mask: opaqueMask(cutout) },
      camera: upright(seen.camera),
      ...(isMoved && { moved: upright(views.cameras[i]) }),
      seen,
    };
  };
  if (source.lenses?.[i] || !toSplat) return square();
  const frame = await frameAt(i, source, context);
  const truth = truthOf(frame.image, frame.shape, 'white');
  if (!truth || (truth.maskFrom === 'white' && !isOnWhite(truth.image))) return square();
  const inSplat = (camera: Camera) => mapCamera(toSplat, cameraForSize(camera, frame.image));
  return {
    truth,
    camera: inSplat(own),
    ...(isMoved && { moved: inSplat(shifted(own, shift)) }),
    seen,
  };
}
