/** A worker that opens, converts and films splats. Each call of the page starts one. */
import { expose } from 'comlink';
import webpUrl from '@playcanvas/splat-transform/lib/webp.wasm?url';
import { EXPORT_FORMATS, exportSplat, useWebpAt } from '../../core/exchange/index.ts';
import { plyBlob } from '../../core/ply/index.ts';
import { GpuContext } from '../../gpu/device.ts';
import { GpuRasterizer } from '../../gpu/gpu-rasterizer.ts';
import { LazyRasterizer } from '../../pipeline/lazy-rasterizer.ts';
import { turntable } from '../../pipeline/stages/turntable.ts';
import { openVideo } from '../../pipeline/video.ts';
import { carryErrors } from '../error-transfer.ts';
import { showLife } from '../life/alive.ts';
import { openCpuRasterizer } from '../rasterizer-pool.ts';
import { largestFile, readSource, shownCloud } from './read-source.ts';
import type { SplatApi, SplatSource } from './protocol.ts';

/** What Chromium knows of the computer's memory, GiB. */
const { deviceMemory } = navigator as { deviceMemory?: number };

const read = (source: SplatSource) => readSource(source, largestFile(deviceMemory));

/** FaceLift's turn, from the distance of its cameras. */
const SHOT = {
  rig: {
    ...{ id: 'film', radius: 2.7, fovDeg: 50, elevationDeg: 0 },
    ...{ azimuthsDeg: [270], imageSize: 512 },
  },
  turntable: { frames: 150, fps: 30, elevationDeg: 20 },
};

const api: SplatApi = {
  async open(source) {
    const splat = await read(source);
    return { ply: plyBlob(shownCloud(splat)), count: splat.cloud.count, total: splat.total };
  },

  async convert(source, format, title, onProgress) {
    const { cloud } = await read(source);
    const bytes = await exportSplat(cloud, format, { title, onProgress });
    return new Blob([bytes], { type: EXPORT_FORMATS[format].type });
  },

  async film(source, { settings, rasterizer: kind, threads }, onProgress) {
    const cloud = shownCloud(await read(source));
    const rasterizer = new LazyRasterizer(async () =>
      kind === 'webgpu'
        ? GpuRasterizer.create(await GpuContext.request(navigator.gpu))
        : openCpuRasterizer(threads),
    );
    return turntable(cloud, settings, {
      pack: { manifest: SHOT },
      runtime: { rasterizer: (each) => rasterizer.with(each), openVideo },
      progress: onProgress,
      partial: {},
      // The page ends this worker.
      signal: new AbortController().signal,
    });
  },
};

useWebpAt(webpUrl);
carryErrors();
showLife();
expose(api);
