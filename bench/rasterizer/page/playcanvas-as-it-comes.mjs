import { openEngine } from './engine.mjs';

/** With its default settings PlayCanvas leaves out Gaussians smaller than two pixels: in a dense cloud, all of them. */
export const open = (ply, shot) => openEngine(ply, shot, {});
