import { openEngine } from './engine.mjs';

/** PlayCanvas with settings that draw every Gaussian. The other viewers also draw every Gaussian. */
export const open = (ply, shot) => openEngine(ply, shot, { minPixelSize: 0, minContribution: 0 });
