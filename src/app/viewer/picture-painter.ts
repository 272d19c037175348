import type { Camera } from '../../core/camera/camera.ts';
import type { Shot } from '../../worker/view3d/protocol.ts';
import { makeCanvas, pngOf } from './canvas.ts';
import type { Painter } from './painter.ts';

/** Shows pictures that something else draws, for example of a sequence. They have no floor. */
export class PicturePainter implements Painter {
  /** More would take too long without a GPU to play in time. */
  readonly pixelsMax = 640 * 640;
  readonly snapshotScale = 1;
  readonly shape = null;
  readonly canvas: HTMLCanvasElement;

  /** @param draw a picture without a background */
  constructor(
    container: HTMLElement,
    private readonly draw: (camera: Camera) => Promise<ImageBitmap>,
  ) {
    this.canvas = makeCanvas(container);
  }

  /** `draw` knows what it draws. */
  load() {
    return Promise.resolve();
  }

  async paint({ camera }: Shot) {
    await this.show(this.canvas, camera);
    return true;
  }

  async snapshot({ camera }: Shot) {
    const copy = document.createElement('canvas');
    await this.show(copy, camera);
    return pngOf(copy);
  }

  dispose() {
    this.canvas.remove();
  }

  private async show(canvas: HTMLCanvasElement, camera: Camera) {
    const picture = await this.draw(camera);
    [canvas.width, canvas.height] = [camera.width, camera.height];
    canvas.getContext('2d')?.drawImage(picture, 0, 0);
    picture.close();
  }
}
