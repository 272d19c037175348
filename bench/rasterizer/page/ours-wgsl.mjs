import { GpuContext, GpuRasterizer } from '/ours.mjs';
import { openOurs } from './ours.mjs';

/** The rasterizer in WGSL. Sort and picture are one submission; the bytes are read back to the host. */
export const open = async (ply) =>
  openOurs(ply, await GpuRasterizer.create(await GpuContext.request(navigator.gpu)));
