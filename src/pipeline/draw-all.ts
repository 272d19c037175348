import type { Camera } from '../core/camera/camera.ts';
import type { RgbaImage } from '../core/image/image.ts';
import type { Rasterizer, RenderOptions } from '../core/rasterize/types.ts';

/**
 * Draws one picture per camera and yields them in the order of the cameras. At most `rasterizer.atOnce`
 * pictures are drawn at the same time.
 */
export async function* drawAll(
  rasterizer: Pick<Rasterizer, 'renderBytes' | 'atOnce'>,
  cameras: readonly Camera[],
  options: Partial<RenderOptions>,
): AsyncGenerator<RgbaImage, void> {
  const pending: Promise<RgbaImage>[] = [];
  let requested = 0;
  while (requested < cameras.length || pending.length > 0) {
    while (requested < cameras.length && pending.length < rasterizer.atOnce) {
      const picture = rasterizer.renderBytes(cameras[requested++], options);
      // A caller that stops early never awaits the remaining pictures.
      picture.catch(() => undefined);
      pending.push(picture);
    }
    yield await pending.shift()!;
  }
}
