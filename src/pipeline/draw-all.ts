import type { Camera } from '../core/camera/camera.ts';
import type { RgbaImage } from '../core/image/image.ts';
import type { Rasterizer, RenderOptions } from '../core/rasterize/types.ts';

/** Draws the picture of every camera, in order. `rasterizer.atOnce` pictures are drawn at the same time. */
export async function* drawAll(
  rasterizer: Pick<Rasterizer, 'renderBytes' | 'atOnce'>,
  cameras: readonly Camera[],
  options: Partial<RenderOptions>,
): AsyncGenerator<RgbaImage, void> {
  const coming: Promise<RgbaImage>[] = [];
  let asked = 0;
  while (asked < cameras.length || coming.length > 0) {
    while (asked < cameras.length && coming.length < rasterizer.atOnce) {
      const picture = rasterizer.renderBytes(cameras[asked++], options);
      // A caller that stops early does not wait for the others.
      picture.catch(() => undefined);
      coming.push(picture);
    }
    yield await coming.shift()!;
  }
}
