import type { RgbaImage } from '../image/image.ts';
import type { Camera } from './camera.ts';

/** Where a lens puts a direction: x/z and y/z before and after it. NaN where the lens shows nothing. */
export type Lens = (x: number, y: number) => readonly [number, number];

/** Largest number of source pixels along one axis that are averaged for one pixel of a view. */
const MAX_TAPS = 16;

/**
 * The pinhole camera of a square part around the optical axis.
 * @param half half of the side, as x/z
 * @param size width and height of the picture, pixels
 */
export const windowCamera = ({ w2c }: Camera, half: number, size: number): Camera => {
  const f = size / (2 * half);
  return { width: size, height: size, fx: f, fy: f, cx: size / 2, cy: size / 2, w2c };
};

/** A step of one pixel is often 1 + 2⁻⁵². */
const ROUNDING = 1e-9;

/** No picture is so large, pixels. */
const FAR = 1e6;

/** Premultiplied RGBA, 0…255, of a frame at a position between its pixel centres. Beyond the frame it is clear. */
function sampler({ width, height, data }: RgbaImage) {
  return (column: number, row: number, into: Float64Array, weight: number) => {
    if (!(Math.abs(column) < FAR && Math.abs(row) < FAR)) return;
    const [left, top] = [Math.floor(column - 0.5), Math.floor(row - 0.5)];
    const [right, low] = [column - 0.5 - left, row - 0.5 - top];
    for (let j = 0; j < 2; j++) {
      const y = top + j;
      if (y < 0 || y >= height) continue;
      for (let i = 0; i < 2; i++) {
        const x = left + i;
        if (x < 0 || x >= width) continue;
        const at = 4 * (y * width + x);
        const share = weight * (i ? right : 1 - right) * (j ? low : 1 - low);
        const alpha = (share * data[at + 3]) / 255;
        for (let c = 0; c < 3; c++) into[c] += alpha * data[at + c];
        into[3] += share * data[at + 3];
      }
    }
  };
}

/**
 * What a pinhole camera with the same pose sees. Several pixels of the frame are averaged where the view is coarser.
 * Pixels beyond the frame are transparent.
 * @param frame a picture of the camera, any size and proportions
 * @param camera of the frame
 * @param view the pinhole camera of the result, with the pose of `camera`
 * @param lens where the lens puts a direction. Undefined: the lens does not distort
 */
export function viewOfFrame(
  frame: RgbaImage,
  camera: Camera,
  view: Camera,
  lens?: Lens,
): RgbaImage {
  const { width, height } = view;
  const data = new Uint8ClampedArray(4 * width * height);
  const take = sampler(frame);
  const scale = [frame.width / camera.width, frame.height / camera.height];
  const step = Math.max((scale[0] * camera.fx) / view.fx, (scale[1] * camera.fy) / view.fy);
  const taps = Math.min(MAX_TAPS, Math.max(1, Math.ceil(step - ROUNDING)));
  const sum = new Float64Array(4);
  for (let row = 0; row < height; row++)
    for (let column = 0; column < width; column++) {
      sum.fill(0);
      for (let j = 0; j < taps; j++)
        for (let i = 0; i < taps; i++) {
          const x = (column + (i + 0.5) / taps - view.cx) / view.fx;
          const y = (row + (j + 0.5) / taps - view.cy) / view.fy;
          const [u, v] = lens ? lens(x, y) : [x, y];
          const at = [
            (camera.fx * u + camera.cx) * scale[0],
            (camera.fy * v + camera.cy) * scale[1],
          ];
          take(at[0], at[1], sum, 1 / taps ** 2);
        }
      const at = 4 * (row * width + column);
      const alpha = sum[3] / 255;
      for (let c = 0; c < 3; c++) data[at + c] = alpha > 0 ? sum[c] / alpha : 0;
      data[at + 3] = sum[3];
    }
  return { width, height, data };
}
