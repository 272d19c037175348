import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { gpuForTests, withoutGpuErrors } from '../test/gpu-device.ts';
import { GpuContext } from './device.ts';
import { BufferSet } from './kernel.ts';
import { PrefixSum } from './prefix-sum.ts';
import { RadixSort } from './radix-sort.ts';
import { planSort, SORT_SHAPES, type SortVariant } from './sort-plan.ts';

const gpu = await gpuForTests();

/** Stable sort on the CPU: the original indices in sorted order. */
const sorted = (keys: Uint32Array) =>
  Uint32Array.from(keys.keys()).sort((a, b) => keys[a] - keys[b] || a - b);

/**
 * Checks a result without sorting on the CPU: each key has its original value, and keys ascend. Equal keys keep their
 * order, and no key is missing.
 */
function isStableSort(keys: Uint32Array, outKeys: Uint32Array, outValues: Uint32Array): boolean {
  let right = outKeys.length === keys.length && outValues.length === keys.length;
  for (let i = 0; i < keys.length; i++) {
    right &&= keys[outValues[i]] === outKeys[i];
    if (i === 0) continue;
    const equal = outKeys[i - 1] === outKeys[i];
    right &&= equal ? outValues[i - 1] < outValues[i] : outKeys[i - 1] < outKeys[i];
  }
  return right;
}

const random = (count: number, range: number) => {
  let state = 12345;
  return Uint32Array.from({ length: count }, () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * range);
  });
};

const variants = Object.keys(SORT_SHAPES) as SortVariant[];

describe.skipIf(typeof gpu === 'string').each(variants)('%s radix sort', (variant) => {
  let context: GpuContext;
  let sort: RadixSort;
  beforeAll(async () => {
    context = await GpuContext.request(gpu as GPU);
    sort = await RadixSort.create(
      context.device,
      variant,
      await PrefixSum.create(context.device, variant),
    );
  }, 60_000);
  afterAll(() => context.dispose());

  /** Sorts on the device, in buffers that are larger than the keys. Junk behind the keys must be ignored. */
  async function run(
    keys: Uint32Array<ArrayBuffer>,
    bits: number,
  ): Promise<[Uint32Array, Uint32Array]> {
    const { device } = context;
    return withoutGpuErrors(device, async () => {
      const buffers = new BufferSet(device);
      const { STORAGE, INDIRECT, COPY_DST, MAP_READ } = GPUBufferUsage;
      const plan = buffers.make('plan', 32, STORAGE | INDIRECT | COPY_DST);
      const job = sort.prepare(buffers, plan, keys.length + 100, 'test');
      device.queue.writeBuffer(plan, 0, planSort(keys.length, SORT_SHAPES[variant]));
      const junk = new Uint32Array(job.input.keys.size / 4).fill(7);
      device.queue.writeBuffer(job.input.keys, 0, junk);
      device.queue.writeBuffer(job.input.keys, 0, keys);
      device.queue.writeBuffer(job.input.values, 0, Uint32Array.from(keys.keys()));
      const encoder = device.createCommandEncoder({ label: 'test' });
      const pass = encoder.beginComputePass({ label: 'test' });
      job.encode(pass, bits);
      pass.end();
      const { keys: outKeys, values: outValues } = job.result(bits);
      const read = [outKeys, outValues].map((buffer) => {
        const target = buffers.make('read', buffer.size, COPY_DST | MAP_READ);
        encoder.copyBufferToBuffer(buffer, 0, target, 0, buffer.size);
        return target;
      });
      device.queue.submit([encoder.finish()]);
      await Promise.all(read.map((buffer) => buffer.mapAsync(GPUMapMode.READ)));
      const results = read.map((buffer) =>
        new Uint32Array(buffer.getMappedRange().slice(0)).slice(0, keys.length),
      );
      buffers.destroy();
      return [results[0], results[1]];
    });
  }

  async function check(keys: Uint32Array<ArrayBuffer>, bits: number) {
    const [outKeys, outValues] = await run(keys, bits);
    const order = sorted(keys);
    expect(Buffer.compare(Buffer.from(outValues.buffer), Buffer.from(order.buffer))).toBe(0);
    const expected = order.map((index) => keys[index]);
    expect(Buffer.compare(Buffer.from(outKeys.buffer), Buffer.from(expected.buffer))).toBe(0);
  }

  it.each([0, 1, 255, 256, 257, 2047, 2048, 2049, 65_535, 65_536, 65_537])(
    'sorts %i random 32-bit keys',
    (count) => check(random(count, 2 ** 32), 32),
  );
  it.each([65_535, 65_536])('sorts %i random 8-bit keys, stably', (count) =>
    check(random(count, 256), 8),
  );
  // More keys than 65,535 workgroups of 256 threads. Takes minutes on a software adapter.
  it.runIf(process.env.SLOW_TESTS)(
    'sorts 65,535·256 + 1 keys',
    async () => {
      const bits = variant === 'serial' ? 32 : 8;
      const keys = random(65_535 * 256 + 1, 2 ** bits);
      expect(isStableSort(keys, ...(await run(keys, bits)))).toBe(true);
    },
    1_200_000,
  );
  it.each([1, 4, 10, 27])('sorts keys of %i bits, stably', (bits) =>
    check(random(10_000, 2 ** bits), bits),
  );
  it('keeps the order of 10,000 equal keys', () => check(new Uint32Array(10_000).fill(5), 32));
  it('sorts many equal keys stably', () => check(random(30_000, 9), 8));
  it('sorts reversed keys', () =>
    check(
      Uint32Array.from({ length: 5000 }, (_, i) => 4999 - i),
      16,
    ));
  it('does not change sorted keys', () =>
    check(
      Uint32Array.from({ length: 5000 }, (_, i) => i),
      16,
    ));
  it('sorts keys at both ends of the range', () =>
    check(
      Uint32Array.from({ length: 3000 }, (_, i) => (i % 3 ? 0xffffffff - (i % 2) : i % 5)),
      32,
    ));
});

it.runIf(typeof gpu === 'string')(`has no GPU: ${String(gpu)}`, () => {
  expect(typeof gpu).toBe('string');
});
