import { CpuRasterizer } from '/ours.mjs';
import { openOurs } from './ours.mjs';

/** What draws where the adapter is software. */
export const open = (ply) => openOurs(ply, new CpuRasterizer());
