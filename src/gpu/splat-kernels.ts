import blendSerial from '../../shaders/blend-serial.wgsl?raw';
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
import { SORT_SHAPES, type SortVariant } from './sort-plan.ts';

/** Every pipeline of a frame. */
export interface SplatKernels {
  variant: SortVariant;
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
const compiled = new WeakMap<GPUDevice, Partial<Record<SortVariant, Promise<SplatKernels>>>>();

export function splatKernels(device: GPUDevice, variant: SortVariant): Promise<SplatKernels> {
  const known = compiled.get(device) ?? {};
  compiled.set(device, known);
  return (known[variant] ??= compile(device, variant));
}

async function compile(device: GPUDevice, variant: SortVariant): Promise<SplatKernels> {
  const shape = SORT_SHAPES[variant];
  const planConstants = {
    DIGITS: 2 ** shape.digitBits,
    SORT_BLOCK: shape.sortBlock,
    SORT_GROUP: shape.sortGroup,
    SCAN_BLOCK: shape.scanBlock,
    SCAN_GROUP: shape.scanGroup,
  };
  const prefixSum = await PrefixSum.create(device, variant);
  const make = (entryPoint: string, code: string[], constants?: Record<string, number>) =>
    createKernel(device, { entryPoint, code, constants });
  const [project, countTiles, planPairs, emitPairs, tileRanges, blend, sort] = await Promise.all([
    make('project', [rulesCode, splatCode, projectCode], RULES),
    make('countTiles', [splatCode, countCode]),
    make('planPairs', [planCode], planConstants),
    make('emitPairs', [splatCode, emitCode]),
    make('tileRanges', [rangesCode], { GROUP_PAIRS: shape.sortBlock * shape.sortGroup }),
    make('blend', [rulesCode, splatCode, variant === 'serial' ? blendSerial : blendCode], RULES),
    RadixSort.create(device, variant, prefixSum),
  ]);
  return {
    variant,
    project,
    countTiles,
    planPairs,
    emitPairs,
    tileRanges,
    blend,
    sort,
    prefixSum,
  };
}
