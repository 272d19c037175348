import type { Camera } from '../../core/camera/camera.ts';
import { AppError } from '../../core/errors.ts';
import { cameraRays } from '../../core/camera/rays.ts';
import type { Similarity } from '../../core/camera/similarity.ts';

/**
 * Distance of LGM's cameras from the origin, in LGM's frame. This frame is right-handed with Y up. Its first
 * camera is at (0, 0, 1.5) and points at the origin along −Z. LGM gives cameras with OpenGL axes (x right, y
 * up, z backward). The cameras here have OpenCV axes.
 */
const RADIUS = 1.5;

const IMAGENET_MEAN = [0.485, 0.456, 0.406];
const IMAGENET_STD = [0.229, 0.224, 0.225];

/**
 * The similarity from the cameras' frame to LGM's frame. The similarity moves the first camera to (0, 0, 1.5)
 * and turns the camera's axes parallel to the frame's axes. `mapCamera` applies the similarity to a camera.
 * `mapCloud` with the inverse moves Gaussians back into the cameras' frame.
 *
 * @param first a camera that points at the origin
 * @throws AppError `camera-invalid` if the origin is not in front of the camera
 */
export const toLgmFrame = (first: Camera): Similarity => {
  const { w2c: m } = first;
  const depth = m[11];
  if (!(depth > 0))
    throw new AppError('camera-invalid', {
      message: `the world's origin is at depth ${depth} of the first camera`,
      stage: 'reconstruct',
    });
  const scale = RADIUS / depth;
  // From OpenCV's axes to OpenGL's: y and z change their signs.
  const signs = [1, -1, -1];
  return {
    scale,
    rotation: signs.flatMap((sign, k) => [0, 1, 2].map((column) => sign * m[4 * k + column])),
    translation: signs.map((sign, k) => scale * sign * m[4 * k + 3] + (k === 2 ? RADIUS : 0)),
  };
};

/**
 * The input of LGM, `[V, 9, S, S]`. Channels: RGB normalised with ImageNet's mean and deviation | o×d | d,
 * where o is the camera's centre and d the pixel's unit direction. The moment o×d comes before d, unlike in
 * GS-LRM.
 *
 * @param rgb `[V, 3, S, S]`, 0…1, on white
 * @param cameras in LGM's frame, for images of `size` pixels
 */
export const lgmInput = (
  rgb: Float32Array,
  cameras: readonly Camera[],
  size: number,
): Float32Array<ArrayBuffer> => {
  const plane = size * size;
  const rays = cameraRays(cameras, size);
  const input = new Float32Array(cameras.length * 9 * plane);
  for (let view = 0; view < cameras.length; view += 1) {
    const ray = (channel: number, i: number) => rays[(view * 6 + channel) * plane + i];
    for (let c = 0; c < 3; c += 1) {
      const [next, last] = [(c + 1) % 3, (c + 2) % 3];
      const to = (view * 9 + c) * plane;
      for (let i = 0; i < plane; i += 1) {
        input[to + i] = (rgb[(view * 3 + c) * plane + i] - IMAGENET_MEAN[c]) / IMAGENET_STD[c];
        // All points of a line have the same moment: p × d = o × d.
        input[to + 3 * plane + i] =
          ray(3 + next, i) * ray(last, i) - ray(3 + last, i) * ray(next, i);
        input[to + 6 * plane + i] = ray(c, i);
      }
    }
  }
  return input;
};
