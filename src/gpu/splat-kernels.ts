import blendSerial from '../../shaders/blend-serial.wgsl?raw';
import blendCode from '../../shaders/blend.wgsl?raw';
import coverageCode from '../../shaders/coverage.wgsl?raw';
import countCode from '../../shaders/count-tiles.wgsl?raw';
import emitCode from '../../shaders/emit-pairs.wgsl?raw';
import bytesCode from '../../shaders/output-bytes.wgsl?raw';
import floatCode from '../../shaders/output-float.wgsl?raw';
import planCode from '../../shaders/plan-pairs.wgsl?raw';
import projectCode from '../../shaders/project.wgsl?raw';
import rulesCode from '../../shaders/rules.wgsl?raw';
import shadeCode from '../../shaders/shade.wgsl?raw';
import splatCode from '../../shaders/splat.wgsl?raw';
import rangesCode from '../../shaders/tile-ranges.wgsl?raw';
import { RULES } from '../core/rasterize/rules.ts';
import { createKernel } from './kernel.ts';
import { PrefixSum } from './prefix-sum.ts';
import { RadixSort } from './radix-sort.ts';
import { SORT_SHAPES, type SortVariant } from './sort-plan.ts';

/** All compute pipelines that draw a frame. */
export interface SplatKernels {
  variant: SortVariant;
  project: GPUComputePipeline;
  /** One pipeline per SH degree. */
  shade: Record<1 | 2 | 3, GPUComputePipeline>;
  countTiles: GPUComputePipeline;
  planPairs: GPUComputePipeline;
  emitPairs: GPUComputePipeline;
  tileRanges: GPUComputePipeline;
  blend: Record<'float' | 'bytes', GPUComputePipeline>;
  sort: RadixSort;
  prefixSum: PrefixSum;
}

/** The keys are weak: a device and its pipelines can be garbage-collected together. */
const compiled = new WeakMap<GPUDevice, Partial<Record<SortVariant, Promise<SplatKernels>>>>();

/** The pipelines of a device. Each variant is compiled once per device. */
export function splatKernels(device: GPUDevice, variant: SortVariant): Promise<SplatKernels> {
  const ofDevice = compiled.get(device) ?? {};
  compiled.set(device, ofDevice);
  return (ofDevice[variant] ??= compile(device, variant));
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
  const common = [rulesCode, splatCode];
  const blender = variant === 'serial' ? blendSerial : blendCode;
  const tiling = { TILE: RULES.TILE, MIN_ALPHA: RULES.MIN_ALPHA };
  const [project, countTiles, planPairs, emitPairs, tileRanges, float, bytes, sort, ...shades] =
    await Promise.all([
      make('project', [...common, projectCode], RULES),
      make('countTiles', [...common, coverageCode, countCode], tiling),
      make('planPairs', [splatCode, planCode], planConstants),
      make('emitPairs', [...common, coverageCode, emitCode], tiling),
      make('tileRanges', [rangesCode], { GROUP_PAIRS: shape.sortBlock * shape.sortGroup }),
      make('blend', [...common, floatCode, blender], RULES),
      make('blend', [...common, bytesCode, blender], RULES),
      RadixSort.create(device, variant, prefixSum),
      make('shade', [...common, shadeCode], { DEGREE: 1 }),
      make('shade', [...common, shadeCode], { DEGREE: 2 }),
      make('shade', [...common, shadeCode], { DEGREE: 3 }),
    ]);
  return {
    variant,
    project,
    countTiles,
    planPairs,
    emitPairs,
    tileRanges,
    blend: { float, bytes },
    shade: { 1: shades[0], 2: shades[1], 3: shades[2] },
    sort,
    prefixSum,
  };
}
