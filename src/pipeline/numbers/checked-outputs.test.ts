import { describe, expect, it } from 'vitest';
import type { NdArray } from '../../core/image/image.ts';
import type { Compute } from '../../graphs/graph-types.ts';
import type { DeviceTensor, Network } from '../../families/runner.ts';
import { exampleManifest } from '../../test/example-manifest.ts';
import { stageContext } from '../../test/stage-context.ts';
import { checkedOutputs } from './checked-outputs.ts';

const network = (name: Network['name'], compute: Compute = 'f32'): Network => ({
  key: `${name}`,
  name,
  compute: () => Promise.resolve(compute),
  model: () => Promise.reject(new Error('this test makes no session')),
});

const UNET = network('multi-view model');
const DECODER = network('decoder');

/** Sessions that give `values` one after the other. `reads` counts the tensors of each read. */
async function outputs(values: readonly number[], { half = false, lost = false } = {}) {
  const left = [...values];
  const next = (): NdArray & DeviceTensor => {
    const data = new Float32Array(8).fill(0.5);
    data[5] = left.shift() ?? 0;
    return { shape: [8], data, tensor: { dispose: () => undefined } };
  };
  const reads: number[] = [];
  const sessions = {
    run: async (_: Network, __: object, names: string[]) =>
      Object.fromEntries(names.map((name) => [name, next()])),
    runOnDevice: async (_: Network, __: object, names: string[]) =>
      Object.fromEntries(names.map((name) => [name, next()])),
    read: async (tensors: NdArray[]) => {
      reads.push(tensors.length);
      if (lost && reads.length > 1) throw new Error('the device is lost');
      return tensors;
    },
    free: () => undefined,
    limits: async () => ({ half }),
  };
  const { pack, runtime } = await stageContext(exampleManifest(), { sessions });
  return { ...checkedOutputs({ pack, runtime }), reads };
}

/** Three steps of the UNet and two pictures, all on the device. */
async function chain({ runOnDevice }: Awaited<ReturnType<typeof outputs>>) {
  const step = network(undefined);
  const latents: DeviceTensor[] = [];
  for (const part of ['step 1 of 3', 'step 2 of 3', 'step 3 of 3'])
    latents.push((await runOnDevice(step, {}, ['next'], { blame: UNET, part })).next);
  const planes = [
    await runOnDevice(DECODER, {}, ['image']),
    await runOnDevice(DECODER, {}, ['image']),
  ];
  return { latents, pictures: planes.map(({ image }) => image) };
}

describe('a read of broken outputs', () => {
  it.each([
    ['step 1', [NaN, NaN, NaN, NaN, NaN], 'multi-view model', 'next, step 1 of 3'],
    ['step 2', [0, Infinity, NaN, NaN, NaN], 'multi-view model', 'next, step 2 of 3'],
    ['the second picture', [0, 0, 0, 0, -Infinity], 'decoder', 'image'],
  ])('names the first that is broken: %s', async (_, values, name, where) => {
    const checked = await outputs(values);
    const { pictures } = await chain(checked);
    await expect(checked.read(pictures)).rejects.toMatchObject({
      code: 'numbers-invalid',
      stage: 'multiview',
      values: { network: name, stage: 'multiview' },
      message: expect.stringContaining(`${name}: ${where}: of 8 values`) as string,
    });
  });

  it('names what was read if earlier outputs were freed', async () => {
    const checked = await outputs([NaN, NaN, NaN, 0, NaN]);
    const { latents, pictures } = await chain(checked);
    checked.free(latents);
    await expect(checked.read(pictures)).rejects.toMatchObject({ values: { network: 'decoder' } });
  });

  it('names what was read if the device is lost meanwhile', async () => {
    const checked = await outputs([NaN, 0, 0, 0, NaN], { lost: true });
    const { pictures } = await chain(checked);
    await expect(checked.read(pictures)).rejects.toMatchObject({ values: { network: 'decoder' } });
  });
});

it('finite outputs are read once, all together', async () => {
  const checked = await outputs([]);
  const { pictures } = await chain(checked);
  expect(await checked.read(pictures)).toHaveLength(2);
  expect(checked.reads).toEqual([2]);
});

describe('a run', () => {
  it('refuses broken outputs, and blames earlier ones that are on the device', async () => {
    const checked = await outputs([0, 0, 0, 0, 0, NaN]);
    await chain(checked);
    const names = ['keypoints', 'uv'];
    await expect(checked.run(network('pose network'), {}, names)).rejects.toMatchObject({
      stage: 'pose',
      message: expect.stringContaining('keypoints: of 8 values 1 are NaN') as string,
    });
    const late = await outputs([0, NaN, 0, 0, 0, NaN]);
    await chain(late);
    await expect(late.run(DECODER, {}, names)).rejects.toMatchObject({
      message: expect.stringContaining('step 2 of 3') as string,
    });
  });

  it.each([
    [true, 'f16', 'half-overflow'],
    [false, 'f16', 'numbers-invalid'],
    [true, 'f32', 'numbers-invalid'],
  ] as const)(
    'half precision of the device %s, of the network %s: %s',
    async (half, compute, code) => {
      const checked = await outputs([Infinity], { half });
      const wide = network('reconstructor', compute);
      await expect(checked.run(wide, {}, ['xyz'])).rejects.toMatchObject({
        code,
        values: { network: 'reconstructor', stage: 'reconstruct' },
      });
    },
  );
});
