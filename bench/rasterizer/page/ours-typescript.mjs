import { CpuRasterizer } from '/ours.mjs';
import { openOurs } from './ours.mjs';

/** The rasterizer in TypeScript. The app uses it where there is no GPU, or only an emulated one. */
export const open = (ply) => openOurs(ply, new CpuRasterizer());
