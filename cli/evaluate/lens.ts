import { cameraFor } from '../../src/core/camera/camera.ts';
import {
  cameraOf,
  pinholeFault,
  type CameraEntry,
  type Size,
} from '../../src/core/camera/files/index.ts';
import { lensOf } from '../../src/core/camera/lens.ts';
import { viewOfFrame } from '../../src/core/camera/square-view.ts';
import type { RgbaImage } from '../../src/core/image/image.ts';

/**
 * What makes a picture one of a pinhole camera with the same focal lengths, as splats are drawn. What the lens does not show
 * becomes transparent. Undefined for pinhole cameras.
 * @param calibrated size of the pictures for which the camera was calibrated, if its file does not state it
 */
export function withoutLens(
  entry: CameraEntry,
  calibrated: Size,
): ((picture: RgbaImage) => RgbaImage) | undefined {
  const camera = pinholeFault(entry) ? cameraOf(entry, calibrated) : null;
  if (!camera) return undefined;
  const lens = lensOf(camera, entry);
  return (picture) => {
    const view = cameraFor(camera, picture);
    // Other proportions are refused when the splat is drawn.
    return view ? viewOfFrame(picture, camera, view, lens) : picture;
  };
}
