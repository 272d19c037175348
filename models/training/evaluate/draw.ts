import { scaleCamera, type Camera } from '../../../src/core/camera/camera.ts';
import type { RgbaImage } from '../../../src/core/image/image.ts';
import type { CpuRasterizer } from '../../../src/core/rasterize/rasterize.ts';
import { resizePlanar } from '../../../src/core/image/resize.ts';

/** A square picture of a cloud on white, and its coverage. */
export interface Drawn {
  image: RgbaImage;
  /** Row-major, 0…1. */
  coverage: Float32Array;
}

/**
 * Renders a cloud at `times` the camera's size and averages the pixels, as the true pictures were made.
 * The rasterizer widens every Gaussian by 0.3 px². In a picture of 128² this makes a ring around the mouse, with a twelfth
 * of the mouse's area. At 512², the size of the app's pictures, the ring is far smaller.
 */
export function draw(rasterizer: CpuRasterizer, camera: Camera, times: number): Drawn {
  const { width } = camera;
  const large = width * times;
  const { rgba } = rasterizer.renderNow(scaleCamera(camera, large), { background: 'white' });
  const plane = Float32Array.from(
    rgba,
    (_, i) => rgba[4 * (i % large ** 2) + Math.floor(i / large ** 2)],
  );
  const small = resizePlanar(
    { width: large, height: large, channels: 4, data: plane },
    width,
    width,
  );
  const value = (at: number, c: number) => small.data[c * width ** 2 + at];
  const data = Uint8ClampedArray.from({ length: 4 * width ** 2 }, (_, i) =>
    i % 4 === 3 ? 255 : 255 * value(Math.floor(i / 4), i % 4),
  );
  return { image: { width, height: width, data }, coverage: small.data.slice(3 * width ** 2) };
}
