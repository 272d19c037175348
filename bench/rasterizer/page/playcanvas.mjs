import { openEngine } from './engine.mjs';

/** Every Gaussian, as the others draw them. */
export const open = (ply, shot) => openEngine(ply, shot, { minPixelSize: 0, minContribution: 0 });
