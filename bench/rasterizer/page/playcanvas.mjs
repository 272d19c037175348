import { openEngine } from './engine.mjs';

/** With settings that draw every Gaussian, as the other viewers do. */
export const open = (ply, shot) => openEngine(ply, shot, { minPixelSize: 0, minContribution: 0 });
