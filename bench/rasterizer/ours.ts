/** The modules of this project that are measured. They are bundled into one file for Node and browser. */
export { orbitCamera } from '../../src/core/camera/orbit.ts';
export { readPly, writePly } from '../../src/core/ply/index.ts';
export { CpuRasterizer } from '../../src/core/rasterize/rasterize.ts';
export { GpuContext } from '../../src/gpu/device.ts';
export { GpuRasterizer } from '../../src/gpu/gpu-rasterizer.ts';
export { splitCloud } from './clouds.ts';
export { SORT_BITS, sortMs } from './sort.ts';
