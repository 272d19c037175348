import { scaleCamera } from '../../core/camera/camera.ts';
import type { RgbaImage } from '../../core/image/image.ts';
import { uprightCamera } from '../../core/camera/upright.ts';
import { breathe, type StageContext } from '../context.ts';
import { drawAll } from '../draw-all.ts';
import { sideBySide } from '../side-by-side.ts';
import type { GaussianCloud, Views } from '../types.ts';

/** Pixels across one re-rendered view. */
const SIZE = 512;

/** Draws the cloud, which is upright, through the cameras of the views: side by side, on white. */
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
    await breathe(context);
  }
  return sideBySide(images);
}
