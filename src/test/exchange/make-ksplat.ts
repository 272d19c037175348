import { PlyLoader } from '@mkkellogg/gaussian-splats-3d';
import { vi } from 'vitest';
import type { GaussianCloud } from '../../core/gaussians/gaussian-cloud.ts';
import { writePly } from '../../core/ply/index.ts';

/** A .ksplat without rounding, as GaussianSplats3D makes it of a PLY. @param cloud in world axes */
export async function makeKsplat(cloud: GaussianCloud): Promise<Uint8Array<ArrayBuffer>> {
  // The library calls `window.setTimeout`.
  vi.stubGlobal('window', globalThis);
  try {
    const { bufferData } = await PlyLoader.loadFromFileData(writePly(cloud).buffer, 0, 0, false, 0);
    return new Uint8Array(bufferData);
  } finally {
    vi.unstubAllGlobals();
  }
}
