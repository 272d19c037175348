import type { Camera } from '../camera/camera.ts';
import type { SamplePlan } from './plan.ts';
import type { PreprocessOptions } from './options.ts';
import type { Placing } from './placing.ts';

/**
 * The camera of a placed picture. Its position and its axes stay; only the lens changes.
 *
 * A camera has pixel centres at + ½, a warp at integers. So the position u of a camera moves to
 * (u − ½) · scale + offset + ½. A resized picture has its edges at integers, as a camera has.
 * @param camera of the picture before, of its size
 */
export function placedCamera(camera: Camera, placing: Placing): Camera {
  const { fx, fy, cx, cy } = camera;
  if (placing.kind === 'warp') {
    const { scale, offset, size } = placing;
    const move = (position: number, by: number) => (position - 0.5) * scale + by + 0.5;
    return {
      ...camera,
      ...{ width: size, height: size, fx: fx * scale, fy: fy * scale },
      ...{ cx: move(cx, offset[0]), cy: move(cy, offset[1]) },
    };
  }
  if (placing.kind === 'paste') {
    const { scaled, at, size } = placing;
    const [x, y] = [scaled.width / camera.width, scaled.height / camera.height];
    return {
      ...camera,
      ...{ width: size, height: size, fx: fx * x, fy: fy * y },
      ...{ cx: cx * x + at[0], cy: cy * y + at[1] },
    };
  }
  return camera;
}

/**
 * The camera of view `i` as the lab writes it. `pixel_based` and `centered` do not change it, although the pictures
 * change. `uniform` moves it, half a pixel · (scale − 1) away from where the picture is.
 */
export function labCamera(
  camera: Camera,
  { measures, scales }: SamplePlan,
  i: number,
  { method, outputSize }: Pick<PreprocessOptions, 'method' | 'outputSize'>,
): Camera {
  if (method !== 'uniform') return camera;
  const [x, y] = measures[i]?.com ?? [camera.width / 2, camera.height / 2];
  const scale = scales[i];
  return {
    ...camera,
    ...{ width: outputSize, height: outputSize, fx: camera.fx * scale, fy: camera.fy * scale },
    cx: (camera.cx - x) * scale + outputSize / 2,
    cy: (camera.cy - y) * scale + outputSize / 2,
  };
}
