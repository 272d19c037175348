import { rigCameras } from '../../core/camera.ts';
import type { RgbaImage } from '../../core/image.ts';
import { frameToRgba } from '../../core/rasterize/frame.ts';
import { breathe, type StageContext } from '../context.ts';
import { strip } from '../png.ts';
import type { GaussianCloud } from '../types.ts';

/** Pixels of one re-rendered view. */
const SIZE = 512;

/** The cloud seen by the six cameras that the views came from, side by side on white. */
export async function render(cloud: GaussianCloud, context: StageContext): Promise<RgbaImage> {
  const cameras = rigCameras(context.pack.manifest.rig, SIZE);
  const rasterizer = await context.runtime.rasterizer(cloud);
  const images: RgbaImage[] = [];
  for (const camera of cameras) {
    images.push(frameToRgba(await rasterizer.render(camera, { background: 'white' })));
    context.progress(images.length / cameras.length);
    await breathe(context);
  }
  return strip(images);
}
