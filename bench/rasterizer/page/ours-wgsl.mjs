import { GpuContext, GpuRasterizer } from '/ours.mjs';
import { openOurs } from './ours.mjs';

/** The rasterizer in WGSL; sort and picture are one submission, the bytes come back to the host. */
export const open = async (ply) =>
  openOurs(ply, await GpuRasterizer.create(await GpuContext.request(navigator.gpu)));
