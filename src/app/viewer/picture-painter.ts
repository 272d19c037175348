import { isAboveFloor } from '../../core/gaussians/floor-ring.ts';
import { viewOf } from '../../core/rasterize/view.ts';
import type { Camera } from '../../core/camera/camera.ts';
import type { SplatShape } from '../../core/gaussians/splat-shape.ts';
import type { Shot } from '../../worker/view3d/protocol.ts';
import { makeCanvas, pngOf } from './canvas.ts';
import { strokeFloor } from './floor.ts';
import type { Painter } from './painter.ts';
import type { RenderOrbit } from './types.ts';

/** Draws with the pipeline's rasterizer, for browsers in which WebGL2 cannot start. */
export class PicturePainter implements Painter {
  readonly kind = 'picture';
  /** More would take seconds without a GPU. */
  readonly pixelsMax = 640 * 640;
  readonly snapshotScale = 1;
  shape: SplatShape | null = null;
  readonly canvas: HTMLCanvasElement;
  private ply: Blob | null = null;

  constructor(
    container: HTMLElement,
    private readonly renderOrbit: RenderOrbit,
  ) {
    this.canvas = makeCanvas(container);
  }

  async load(ply: Blob) {
    this.ply = ply;
  }

  async paint({ camera, floor }: Shot) {
    if (!this.ply) return false;
    const { picture, shape } = await this.renderOrbit(this.ply, camera);
    this.shape = shape;
    this.canvas.width = camera.width;
    this.canvas.height = camera.height;
    this.show(camera, picture, floor);
    picture.close();
    return true;
  }

  async snapshot({ camera }: Shot) {
    if (!this.ply) return null;
    const { picture } = await this.renderOrbit(this.ply, camera);
    const copy = document.createElement('canvas');
    [copy.width, copy.height] = [picture.width, picture.height];
    copy.getContext('2d')?.drawImage(picture, 0, 0);
    picture.close();
    return pngOf(copy);
  }

  dispose() {
    this.canvas.remove();
  }

  private show(camera: Camera, picture: ImageBitmap, floor: boolean) {
    const context = this.canvas.getContext('2d');
    if (!context) return;
    const ringFor = floor && this.shape;
    const above = ringFor && isAboveFloor(viewOf(camera).eye, ringFor.floor);
    if (ringFor && above) strokeFloor(context, camera, ringFor);
    context.drawImage(picture, 0, 0);
    if (ringFor && !above) strokeFloor(context, camera, ringFor);
  }
}
