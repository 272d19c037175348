import { CpuRasterizer } from '/ours.mjs';
import { openOurs } from './ours.mjs';

/** The rasterizer in TypeScript, which the app uses when the adapter is software. */
export const open = (ply) => openOurs(ply, new CpuRasterizer());
