/** What the measurements use of this project, in one bundle for Node and for the browser. */
export { orbitCamera } from '../../src/core/camera/camera.ts';
export { readPly, writePly } from '../../src/core/ply/index.ts';
export { CpuRasterizer } from '../../src/core/rasterize/rasterize.ts';
export { GpuContext } from '../../src/gpu/device.ts';
export { GpuRasterizer } from '../../src/gpu/gpu-rasterizer.ts';
export { splitCloud } from './clouds.ts';
export { SORT_BITS, sortMs } from './sort.ts';
