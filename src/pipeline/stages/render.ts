import { scaleCamera } from '../../core/camera/camera.ts';
import type { RgbaImage } from '../../core/image/image.ts';
import { uprightCamera } from '../../core/camera/upright.ts';
import { pauseForMessages, type StageContext } from '../context.ts';
import { drawAll } from '../draw-all.ts';
import { sideBySide } from '../../core/image/side-by-side.ts';
import type { GaussianCloud, Views } from '../types.ts';

/** Width and height of each drawn picture, pixels. */
const SIZE = 512;

/** Draws the cloud (turned upright) once with each view's camera. Returns the pictures side by side, on white. */
export async function render(
  cloud: GaussianCloud,
  views: Pick<Views, 'cameras' | 'up'>,
  context: StageContext,
): Promise<RgbaImage> {
  const cameras = views.cameras.map((camera) => uprightCamera(scaleCamera(camera, SIZE), views.up));
  const rasterizer = await context.runtime.rasterizer(cloud);
  const images: RgbaImage[] = [];
  for await (const image of drawAll(rasterizer, cameras, { background: 'white' })) {
    images.push(image);
    context.progress(images.length / cameras.length);
    await pauseForMessages(context);
  }
  return sideBySide(images);
}
