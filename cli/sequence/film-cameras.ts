import path from 'node:path';
import type { Camera } from '../../src/core/camera/camera.ts';
import { viewOf } from '../../src/core/rasterize/view.ts';
import { readCameras } from '../cameras.ts';
import { chosenOf } from '../reconstruct/posed-pictures.ts';
import type { SequenceForm } from './form.ts';

/** Longer side of a picture if the user does not say it, pixels. */
const USUAL_SIDE = 512;

/** A camera whose pictures become a film. */
export interface FilmCamera {
  /** Its number in its file, or in the ring. */
  number: number;
  camera: Camera;
}

/** The nearest even number: encoders halve the resolution of the colours. */
const even = (value: number): number => Math.max(2, 2 * Math.round(value / 2));

/** The same camera with a picture whose longer side is `side` pixels. Both sides are even. */
function withSide(camera: Camera, side: number): Camera {
  const factor = side / Math.max(camera.width, camera.height);
  const [width, height] = [even(camera.width * factor), even(camera.height * factor)];
  const [x, y] = [width / camera.width, height / camera.height];
  const { fx, fy, cx, cy } = camera;
  return { ...camera, width, height, fx: fx * x, fy: fy * y, cx: cx * x, cy: cy * y };
}

/**
 * The cameras of the films: those of --cameras, else the own ones of the input; of these, those of --render-views.
 * @param own the cameras of the samples or of the ring, and the name of what has them
 * @throws UsageError for a number that is too large, AppError `camera-invalid`
 */
export async function filmCameras(
  { cameras: file, renderViews, renderSize }: SequenceForm['film'],
  own: { cameras: readonly Camera[]; name: string },
): Promise<FilmCamera[]> {
  const { cameras, name } =
    file === undefined ? own : { cameras: await readCameras(file), name: path.basename(file) };
  return chosenOf(renderViews, cameras.length, { option: 'render-views', name }).map((number) => {
    const given = cameras[number];
    const side = renderSize ?? Math.min(USUAL_SIDE, Math.max(given.width, given.height));
    const camera = withSide(given, side);
    viewOf(camera);
    return { number, camera };
  });
}
