/** A worker that draws the splats of a sequence. It has a GPU device of its own, so that runs are not disturbed. */
import { expose, transfer } from 'comlink';
import webpUrl from '@playcanvas/splat-transform/lib/webp.wasm?url';
import { useWebpAt } from '../../core/exchange/index.ts';
import { mapCamera, type Similarity } from '../../core/camera/similarity.ts';
import type { Camera } from '../../core/camera/camera.ts';
import { turnFromZ, upVector, type UpAxis } from '../../core/camera/upright.ts';
import { AppError, isDeviceLost } from '../../core/errors.ts';
import type { GaussianCloud } from '../../core/gaussians/gaussian-cloud.ts';
import { extentOf, type Extent } from '../../core/gaussians/extent.ts';
import { CpuRasterizer } from '../../core/rasterize/rasterize.ts';
import { frameToRgba } from '../../core/rasterize/frame.ts';
import { GpuContext } from '../../gpu/device.ts';
import { GpuRasterizer } from '../../gpu/gpu-rasterizer.ts';
import { LazyRasterizer } from '../../pipeline/lazy-rasterizer.ts';
import { carryErrors } from '../error-transfer.ts';
import { showLife } from '../life/alive.ts';
import { SHOWN_RADIUS } from '../splats/read-source.ts';
import { SplatFrames } from './frames.ts';
import type { OpenedSplats, PlayerApi, SplatFile } from './protocol.ts';

/** Which frames say how large everything is. */
const looked = (count: number): number[] => [
  ...new Set([0, Math.floor((count - 1) / 2), count - 1]),
];

class Player implements PlayerApi {
  #open: { frames: SplatFrames; extent: Extent; rasterizer: LazyRasterizer } | undefined;

  async open(files: readonly SplatFile[], kind: 'webgpu' | 'cpu'): Promise<OpenedSplats> {
    const frames = new SplatFrames(files);
    const clouds: GaussianCloud[] = [];
    const faults: unknown[] = [];
    for (const frame of looked(frames.count))
      await frames.at(frame).then(
        (cloud) => clouds.push(cloud),
        (error) => faults.push(error),
      );
    // A broken splat is said when it is drawn. The others can be shown.
    if (clouds.length === 0) throw faults[0];
    const rasterizer = new LazyRasterizer(async () =>
      kind === 'webgpu'
        ? GpuRasterizer.create(await GpuContext.request(navigator.gpu))
        : new CpuRasterizer(),
    );
    this.#open = { frames, extent: extentOf(clouds), rasterizer };
    return { gaussians: clouds[0].count, rasterizer: kind };
  }

  async render(frame: number, up: UpAxis, shown: Camera): Promise<ImageBitmap> {
    if (!this.#open) throw new AppError('internal', { message: 'No splats are open.' });
    const { frames, extent, rasterizer } = this.#open;
    const cloud = await frames.at(frame);
    const camera = mapCamera(fromShown(extent, up), shown);
    const draw = async () =>
      (await rasterizer.with(cloud)).render(camera, { background: 'transparent' });
    const drawn = await draw().catch(async (error: unknown) => {
      if (!isDeviceLost(error)) throw error;
      await rasterizer.free();
      return draw();
    });
    const { data, width, height } = frameToRgba(drawn);
    const bitmap = await createImageBitmap(new ImageData(data, width, height));
    return transfer(bitmap, [bitmap]);
  }
}

/** From the frame in which splats are shown to that of their files. */
function fromShown({ middle, radius }: Extent, up: UpAxis): Similarity {
  const { rotation } = turnFromZ(upVector(up));
  return { scale: radius / SHOWN_RADIUS, rotation, translation: middle };
}

useWebpAt(webpUrl);
carryErrors();
showLife();
expose(new Player());
