import { openEngine } from './engine.mjs';

/** As it comes, PlayCanvas leaves out what is smaller than two pixels: of a dense cloud, everything. */
export const open = (ply, shot) => openEngine(ply, shot, {});
