import { PlyFault } from '../../ply/refuse.ts';

/** The fault of a .glb that breaks the rules of its format. @param detail what was found, in English */
export const damaged = (detail: string) =>
  new PlyFault('splat-damaged', detail, { format: '.glb' });
