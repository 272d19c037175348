import type { Camera } from '../core/camera/camera.ts';
import type { RgbaImage } from '../core/image/image.ts';
import type { Rasterizer, RenderOptions } from '../core/rasterize/types.ts';

/** The picture of every camera, in their order; `rasterizer.atOnce` of them are under way at a time. */
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
      // Whoever stops in the middle never asks for those that are under way.
      picture.catch(() => undefined);
      coming.push(picture);
    }
    yield await coming.shift()!;
  }
}
