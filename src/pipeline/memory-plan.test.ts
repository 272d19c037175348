import { describe, expect, test } from 'vitest';
import gslrm from '../../models/parity/full/gslrm.json';
import unet from '../../models/parity/full/unet.json';
import vae from '../../models/parity/full/vae.json';
import type { WeightIndex } from '../graphs/weights.ts';
import type { ComputeLimits } from '../inference/engine.ts';
import { exampleManifest } from '../test/example-manifest.ts';
import type { LoadedPack } from '../packs/load.ts';
import { planMemory } from './memory-plan.ts';
import { computeType } from './precision.ts';
import { plannedNetworks } from './planned-networks.ts';

const one = { shape: [64, 64], offset: 0, byteLength: 4096 };

const LGM = {
  down_channels: [32, 64],
  down_attention: [false, true],
  mid_attention: true,
  up_channels: [64],
  up_attention: [true],
  image: 64,
};

/** A pack with FaceLift's sizes. Its weights count as stored in `type`, but the files do not exist. */
function official(type: 'F16' | 'int8'): LoadedPack {
  const manifest = exampleManifest();
  const { stages } = manifest;
  delete stages.pose;
  delete stages.multiview.heatmaps;
  stages.multiview.viewSize = 512;
  stages.multiview.unet.config = { ...unet, mv_attention: 'sparse' };
  stages.multiview.vae.config = vae;
  stages.reconstruct = { ...stages.reconstruct, viewSize: 512, config: { ...gslrm, views: 6 } };
  manifest.files = manifest.files.map((file) => ({ ...file, bytes: 1e9 }));
  const index: WeightIndex =
    type === 'F16'
      ? { file: 'x', tensors: new Map([['w', { dtype: 'F16', ...one }]]) }
      : { file: 'x', tensors: new Map(), bytes: new Map([['w', one]]) };
  return { manifest, files: new Map(), weights: () => Promise.resolve(index) };
}

const limits = (more: Partial<ComputeLimits> = {}): ComputeLimits => ({
  totalBytes: null,
  heapBytes: null,
  bindingBytes: null,
  half: true,
  ...more,
});

const guided = { guided: true };

describe("FaceLift's networks at full size", () => {
  test('in half precision both halves of guidance fit into one batch', async () => {
    const { networks, peakBytes, split } = await planMemory(official('F16'), limits(), guided);
    expect(split).toBe(false);
    expect(networks.map(({ network }) => network)).toEqual([
      'multi-view model',
      'autoencoder',
      'reconstructor',
    ]);
    expect(networks[0].residentBytes).toBeGreaterThan(1.73e9);
    expect(networks[0].residentBytes).toBeLessThan(1.75e9);
    expect(peakBytes).toBeLessThan(4e9);
  });

  test('with bindings of 128 MiB the halves of guidance run one after the other', async () => {
    const bindingBytes = 96 * 2 ** 20;
    const unetOnly = { ...limits({ bindingBytes }) };
    const pack = official('F16');
    // At 512 pixels the autoencoder and the reconstructor have tensors above 128 MiB, so both get smaller
    // views.
    pack.manifest.stages.reconstruct.viewSize = 128;
    const config = pack.manifest.stages.multiview?.vae.config;
    if (config) config.block_out_channels = [32, 64, 64, 64];
    const plan = await planMemory(pack, unetOnly, guided);
    expect(plan.split).toBe(true);
    const whole = planMemory(pack, unetOnly, { guided: true, split: false });
    await expect(whole).rejects.toMatchObject({ code: 'memory-insufficient' });
  });

  test('without half precision, 16-bit weights do not fit into 4 GiB, but 8-bit weights do', async () => {
    const wasm = limits({ half: false, totalBytes: 2 ** 32, heapBytes: 2 ** 32 });
    await expect(planMemory(official('F16'), wasm, guided)).rejects.toMatchObject({
      code: 'memory-insufficient',
      values: { network: 'multi-view model', available: '4.29 GB' },
    });
    const plan = await planMemory(official('int8'), wasm, guided);
    expect(plan.networks[0].residentBytes).toBeLessThan(0.9e9);
  });

  test('small amounts of memory are said in megabytes', async () => {
    await expect(
      planMemory(official('F16'), limits({ totalBytes: 45_000_000 }), guided),
    ).rejects.toMatchObject({
      values: { needed: expect.stringMatching(/ GB$/), available: '45.0 MB' },
    });
  });

  test('with posed views only the reconstructor is planned, for the number and size of the views', async () => {
    const two = { guided: false, views: { count: 2, size: 128 } };
    const pack = official('F16');
    const { networks } = await planMemory(pack, limits(), two);
    expect(networks.map(({ network }) => network)).toEqual(['reconstructor']);
  });

  test('the cost depends on the size and the number of views', async () => {
    const activations = async (viewSize?: number, viewCount?: number) => {
      const plan = await planMemory(official('F16'), limits(), { ...guided, viewSize, viewCount });
      return plan.networks[2].activationBytes;
    };
    const whole = await activations();
    expect(await activations(256)).toBeLessThan(whole / 3);
    expect(await activations(undefined, 3)).toBeLessThan(0.6 * whole);
  });

  test('LGM is planned for all views of a rig, or for its useViews', async () => {
    const pack = official('F16');
    const { files } = pack.manifest.stages.reconstruct;
    const lgm = { rig: 'r', files, viewSize: 64, minOpacity: 0, kind: 'lgm' } as const;
    const cost = async (useViews?: number[]) => {
      pack.manifest.stages.reconstruct = { ...lgm, config: LGM, useViews };
      const { networks } = await planMemory(pack, limits(), guided);
      return networks[2].activationBytes / (useViews?.length ?? 6);
    };
    expect(await cost()).toBeCloseTo(await cost([0, 1]), -3);
  });
});

describe('which networks compute in half precision', () => {
  const { manifest } = official('F16');
  const [unet, vae] = plannedNetworks(manifest, { guided: true, split: false });

  test('large networks do if the device can, but the autoencoder never does', () => {
    expect(computeType(manifest, unet, { half: true }, 'f16')).toBe('f16');
    expect(computeType(manifest, unet, { half: false }, 'f16')).toBe('f32');
    expect(computeType(manifest, vae, { half: true }, 'f16')).toBe('f32');
  });

  test('networks whose weights are stored in single precision do not', () => {
    expect(computeType(manifest, unet, { half: true }, 'f32')).toBe('f32');
    expect(computeType(manifest, unet, { half: true }, 'int8x2')).toBe('f16');
  });
});
