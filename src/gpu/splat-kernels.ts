import blendCode from '../../shaders/blend.wgsl?raw';
import countCode from '../../shaders/count-tiles.wgsl?raw';
import emitCode from '../../shaders/emit-pairs.wgsl?raw';
import planCode from '../../shaders/plan-pairs.wgsl?raw';
import projectCode from '../../shaders/project.wgsl?raw';
import rulesCode from '../../shaders/rules.wgsl?raw';
import splatCode from '../../shaders/splat.wgsl?raw';
import rangesCode from '../../shaders/tile-ranges.wgsl?raw';
import { RULES } from '../core/rasterize/rules.ts';
import { createKernel } from './kernel.ts';
import { PrefixSum } from './prefix-sum.ts';
import { RadixSort } from './radix-sort.ts';
import { BLOCK } from './sort-plan.ts';

/** Every pipeline of a frame. */
export interface SplatKernels {
  project: GPUComputePipeline;
  countTiles: GPUComputePipeline;
  planPairs: GPUComputePipeline;
  emitPairs: GPUComputePipeline;
  tileRanges: GPUComputePipeline;
  blend: GPUComputePipeline;
  sort: RadixSort;
  prefixSum: PrefixSum;
}

/** Weak, so that a device can be given up with all its pipelines. */
const compiled = new WeakMap<GPUDevice, Promise<SplatKernels>>();

export function splatKernels(device: GPUDevice): Promise<SplatKernels> {
  const known = compiled.get(device);
  if (known) return known;
  const kernels = compile(device);
  compiled.set(device, kernels);
  return kernels;
}

async function compile(device: GPUDevice): Promise<SplatKernels> {
  const make = (entryPoint: string, code: string[], constants?: Record<string, number>) =>
    createKernel(device, { entryPoint, code, constants });
  const [project, countTiles, planPairs, emitPairs, tileRanges, blend, sort, prefixSum] =
    await Promise.all([
      make('project', [rulesCode, splatCode, projectCode], RULES),
      make('countTiles', [splatCode, countCode]),
      make('planPairs', [planCode], { BLOCK }),
      make('emitPairs', [splatCode, emitCode]),
      make('tileRanges', [rangesCode], { BLOCK }),
      make('blend', [rulesCode, splatCode, blendCode], RULES),
      RadixSort.create(device),
      PrefixSum.create(device, 'keys'),
    ]);
  return { project, countTiles, planPairs, emitPairs, tileRanges, blend, sort, prefixSum };
}
