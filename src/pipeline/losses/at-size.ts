import { viewOfFrame } from '../../core/camera/square-view.ts';
import type { Camera } from '../../core/camera/camera.ts';
import type { RgbaImage } from '../../core/image/image.ts';
import { compositeOnWhite } from '../../core/image/pixels.ts';
import { resizeRgba } from '../../core/image/resize.ts';
import { opaqueMask } from '../../core/metrics/overlap.ts';
import type { CoveredPicture } from '../../core/rasterize/covered.ts';

/** The part of a camera that says where a picture lies in another one of the same pose. */
export type Intrinsics = Omit<Camera, 'w2c'>;

/** A square view. */
export interface SeenView {
  /** Opaque. */
  image: RgbaImage;
  /** The same picture, or one of the same size, with the mask as alpha. */
  cutout: RgbaImage;
  /** Of the view, of any size. */
  camera: Intrinsics;
}

/**
 * A true picture as it is left after it was a view of `size`² pixels: the view at this size, enlarged (bilinear) to where
 * the camera of the true picture shows it. White beyond the view.
 * @param truth camera of the true picture, with the pose of the view's camera
 */
export function pictureAtSize(
  { image, cutout, camera }: SeenView,
  size: number,
  truth: Intrinsics,
): CoveredPicture {
  const noPose = new Float64Array(16);
  const shown = (picture: RgbaImage) => {
    const small = picture.width === size ? picture : resizeRgba(picture, size, size);
    return viewOfFrame(small, { ...camera, w2c: noPose }, { ...truth, w2c: noPose });
  };
  return { image: compositeOnWhite(shown(image)), covered: opaqueMask(shown(cutout)) };
}
