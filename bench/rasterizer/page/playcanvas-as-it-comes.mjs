import { openEngine } from './engine.mjs';

/** PlayCanvas with its default settings. They leave out Gaussians smaller than two pixels: in a dense cloud, all. */
export const open = (ply, shot) => openEngine(ply, shot, {});
