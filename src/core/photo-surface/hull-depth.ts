import { scaleCamera, type Camera } from '../camera/camera.ts';
import { RayTest } from '../camera/hull-rays.ts';
import type { RgbaImage } from '../image/image.ts';
import type { DepthMap } from './depth-map.ts';
import { isInFrame, type PhotoFrame } from './photo-frame.ts';
import { maskOf } from './photo-surfels.ts';
import { MAX_HULL_MOVE } from './thresholds.ts';

/** A photo whose alpha is the mask, and its camera. */
interface MaskedPhoto {
  photo: RgbaImage;
  camera: Camera;
  /** Where the photo cuts the mouse off. Nobody knows what is beyond. */
  frame?: PhotoFrame;
}

/** Not 0 where a photo does not exclude the mouse. */
function allowedBy({ photo, frame }: MaskedPhoto): Float32Array {
  const mask = maskOf(photo);
  if (!frame) return mask;
  const { width, height } = photo;
  return mask.map((inside, at) => {
    const [x, y] = [((at % width) + 0.5) / width, (Math.floor(at / width) + 0.5) / height];
    return isInFrame(frame, x, y) ? inside : 1;
  });
}

/**
 * The depths of one photo, moved into the visual hull of the other photos' masks (Laurentini, "The Visual Hull Concept",
 * PAMI 1994). A depth whose point lies in all other masks stays. Another one is moved along the ray of its pixel to the
 * nearest such point, by at most `MAX_HULL_MOVE`. If there is none, it stays.
 * @param depths at the photo's size
 */
export function depthsInHull<D extends DepthMap>(
  depths: D,
  { photo, camera }: MaskedPhoto,
  others: readonly MaskedPhoto[],
): D {
  const own = scaleCamera(camera, photo.width);
  const test = new RayTest(
    own,
    others.map((other) => ({
      camera: scaleCamera(other.camera, other.photo.width),
      mask: allowedBy(other),
    })),
  );
  const z = depths.z.map((depth, at) => {
    if (depth <= 0) return depth;
    test.aim((at % depths.size) + 0.5, Math.floor(at / depths.size) + 0.5);
    if (test.isInAll(depth)) return depth;
    // One pixel of the photo per step.
    const step = depth / own.fx;
    for (let move = step; move <= MAX_HULL_MOVE; move += step) {
      if (test.isInAll(depth + move)) return depth + move;
      if (test.isInAll(depth - move)) return depth - move;
    }
    return depth;
  });
  return { ...depths, z };
}
