import type { GpuContext } from '../../src/gpu/device.ts';
import { BufferSet } from '../../src/gpu/kernel.ts';
import { PrefixSum } from '../../src/gpu/prefix-sum.ts';
import { RadixSort } from '../../src/gpu/radix-sort.ts';
import { planSort, SORT_SHAPES, type SortVariant } from '../../src/gpu/sort-plan.ts';

/** Bits per key: 10 as for a tile number in a picture of 512², 24 as for a depth between near and far, and all 32. */
export const SORT_BITS = [10, 24, 32];

/** Milliseconds of each of `runs` sorts of `count` random keys with values, from submission to completion. */
export async function sortMs(context: GpuContext, count: number, bits: number, runs: number) {
  const { device } = context;
  const variant: SortVariant = context.isSoftware ? 'serial' : 'cooperative';
  const sort = await RadixSort.create(device, variant, await PrefixSum.create(device, variant));
  const buffers = new BufferSet(device);
  const { STORAGE, INDIRECT, COPY_DST } = GPUBufferUsage;
  const plan = buffers.make('plan', 32, STORAGE | INDIRECT | COPY_DST);
  device.queue.writeBuffer(plan, 0, planSort(count, SORT_SHAPES[variant]));
  const job = sort.prepare(buffers, plan, count, 'bench');
  const keys = new Uint32Array(count);
  for (let i = 0, state = 1; i < count; i++) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    keys[i] = state >>> (32 - bits);
  }
  const times: number[] = [];
  for (let run = 0; run <= runs; run++) {
    device.queue.writeBuffer(job.input.keys, 0, keys);
    await device.queue.onSubmittedWorkDone();
    const start = performance.now();
    const encoder = device.createCommandEncoder();
    const pass = encoder.beginComputePass();
    job.encode(pass, bits);
    pass.end();
    device.queue.submit([encoder.finish()]);
    await device.queue.onSubmittedWorkDone();
    times.push(performance.now() - start);
  }
  buffers.destroy();
  return times.slice(1);
}
