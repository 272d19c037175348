import { scaleCamera, type Camera } from '../camera/camera.ts';
import { RayTest, type OtherView } from '../camera/hull-rays.ts';
import type { RgbaImage } from '../image/image.ts';
import type { DepthMap } from './depth-map.ts';
import { isInFrame, type PhotoFrame } from './photo-frame.ts';
import { MASK_ALPHA, MAX_HULL_MOVE } from './thresholds.ts';

/** A photo whose alpha is the mask, and its camera. */
interface MaskedPhoto {
  photo: RgbaImage;
  camera: Camera;
  /** Where the photo cuts the mouse off. Nobody knows what is beyond. */
  frame?: PhotoFrame;
}

/** Largest side of the masks, pixels. A finer mask is looked at in steps. */
const MAX_SIDE = 1024;

/** What a photo allows: not 0 where it does not exclude the mouse. Make it once for each photo. */
export function hullView({ photo, camera, frame }: MaskedPhoto): OtherView {
  const side = Math.min(photo.width, MAX_SIDE);
  const at = (i: number) => Math.floor(((i + 0.5) * photo.width) / side);
  const mask = Uint8Array.from({ length: side * side }, (_, i) => {
    const [column, row] = [i % side, Math.floor(i / side)];
    if (frame && !isInFrame(frame, (column + 0.5) / side, (row + 0.5) / side)) return 1;
    return Number(photo.data[4 * (at(row) * photo.width + at(column)) + 3] > MASK_ALPHA);
  });
  return { camera: scaleCamera(camera, side), mask };
}

/**
 * The depths of one photo, moved into the visual hull of the other photos' masks (Laurentini, "The Visual Hull Concept",
 * PAMI 1994). A depth whose point lies in all other masks stays. Another one is moved along the ray of its pixel to the
 * nearest such point, by at most `MAX_HULL_MOVE`. If there is none, it stays.
 * @param depths at the photo's size
 * @param others what the other photos allow (`hullView`)
 */
export function depthsInHull<D extends DepthMap>(
  depths: D,
  { photo, camera }: Pick<MaskedPhoto, 'photo' | 'camera'>,
  others: readonly OtherView[],
): D {
  const own = scaleCamera(camera, photo.width);
  const test = new RayTest(own, others);
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
