import { GpuContext, GpuRasterizer } from '/ours.mjs';
import { openOurs } from './ours.mjs';

/** The rasterizer in WGSL. One submission sorts and draws. Then the bytes are copied to the CPU's memory. */
export const open = async (ply) =>
  openOurs(ply, await GpuRasterizer.create(await GpuContext.request(navigator.gpu)));
