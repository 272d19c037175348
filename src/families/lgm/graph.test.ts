import { describe, expect, it } from 'vitest';
import { runGraph } from '../../test/graph-session.ts';
import { recordedError } from '../../test/recorded-output.ts';
import { readRecording } from '../../test/recording.ts';
import { seededUniform, seededWeights } from '../../test/seeded.ts';
import { inferLgmConfig, lgmMapSize } from './config.ts';
import { buildLgm, lgmTensors, type LgmConfig, type LgmOptions } from './graph.ts';
import type { TensorList } from '../../graphs/weights.ts';
import official from '../../graphs/fixtures/lgm-big.json';

const BIG: LgmConfig = {
  down_channels: [64, 128, 256, 512, 1024, 1024],
  down_attention: [false, false, false, true, true, true],
  mid_attention: true,
  up_channels: [1024, 1024, 512, 256, 128],
  up_attention: [true, true, true, false, false],
  image: 256,
};

const SMALL: LgmConfig = {
  ...BIG,
  up_channels: [1024, 1024, 512, 256],
  up_attention: [true, true, true, false],
};

const TINY: LgmConfig = {
  down_channels: [32, 64, 128, 256, 512],
  down_attention: [false, false, false, false, true],
  mid_attention: true,
  up_channels: [512, 256, 128],
  up_attention: [true, false, false],
  image: 256,
};

interface Recorded {
  lgm: LgmConfig;
  tensors: Record<string, number[]>;
}

const parameters = (tensors: TensorList) =>
  [...tensors.values()].reduce((sum, shape) => sum + shape.reduce((a, b) => a * b, 1), 0);

const sorted = (tensors: Iterable<readonly [string, readonly number[]]>) =>
  Object.fromEntries([...tensors].sort(([a], [b]) => (a < b ? -1 : 1)));

describe('LGM', () => {
  it('needs all tensors of the public checkpoint, and no others', () => {
    expect(sorted(lgmTensors(BIG))).toEqual(sorted(Object.entries(official)));
  });

  it.each([
    ['big', BIG, 415_042_848, 128],
    ['small', SMALL, 412_958_240, 64],
    ['tiny', TINY, 59_743_360, 64],
  ] as const)(
    'has the published number of parameters and map size: %s',
    (_, config, count, splats) => {
      const tensors = lgmTensors(config);
      expect(parameters(tensors)).toBe(count);
      expect(lgmMapSize(config)).toBe(splats);
      const entries = [...tensors].map(
        ([name, shape]) =>
          [name, { dtype: 'F16' as const, shape, offset: 0, byteLength: 0 }] as const,
      );
      expect(inferLgmConfig({ file: 'shapes', tensors: new Map(entries) })).toEqual(config);
    },
  );

  it('refuses layouts and sizes that it cannot build', () => {
    expect(() => lgmTensors({ ...BIG, up_attention: [true] })).toThrowError(
      'have different lengths',
    );
    expect(() => lgmTensors({ ...BIG, image: 80 })).toThrowError('halved 5 times');
    expect(() => inferLgmConfig({ file: 'x', tensors: new Map() })).toThrowError('down_blocks');
  });

  const setUp = async (options: Partial<LgmOptions>, dtype: 'F32' | 'F16' = 'F32') => {
    const { config, io } = await readRecording<Recorded>('lgm_mini');
    const { index, files } = seededWeights(new Map(Object.entries(config.tensors)), dtype);
    const { views = 4 } = options;
    const size = config.lgm.image;
    const data = seededUniform('input', views * 9 * size * size, 1.7);
    const input = { data, shape: [views, 9, size, size] };
    const graph = buildLgm(config.lgm, { weights: index, ...options });
    const results = await runGraph(graph, files, { input });
    return { results, expected: (name: string) => io(`${name}_${views}`) };
  };

  // onnxruntime's CPU backend computes f16 in float32. Therefore the f16 row checks only types, and weights
  // that are rounded to half precision.
  it.each([
    [4, 'f32', 'F32', 1e-5],
    [6, 'f32', 'F32', 1e-5],
    [4, 'f32', 'F16', 5e-3],
    [4, 'f16', 'F16', 2e-2],
  ] as const)(
    'computes what PyTorch does: %i views, %s, stored %s',
    async (views, compute, dtype, limit) => {
      const { results, expected } = await setUp({ views, compute }, dtype);
      for (const name of ['raw', 'xyz', 'sh_dc', 'log_scale', 'rotation']) {
        const recorded = await expected(name);
        expect(results[name].shape).toEqual(recorded.shape);
        const error = recordedError(results[name].data, recorded);
        expect(error, name).toBeLessThan(limit);
      }
      const opacity = results.opacity_logit.data.map((logit) => 1 / (1 + Math.exp(-logit)));
      expect(results.opacity_logit.shape).toEqual((await expected('opacity')).shape);
      expect(recordedError(opacity, await expected('opacity'))).toBeLessThan(limit);
    },
  );

  it('computes scales and opacities in full float32 precision for any raw value', async () => {
    // The last convolution's weights are zero, so that only its bias reaches the heads.
    const { config } = await readRecording<Recorded>('lgm_mini');
    const { index, files } = seededWeights(new Map(Object.entries(config.tensors)));
    const last = index.tensors.get('conv.weight');
    const bias = index.tensors.get('conv.bias');
    const [bytes] = Object.values(files);
    const at = (offset = 0, length = 0) => new Float32Array(bytes.buffer, offset, length);
    at(last?.offset, 14 * 14).fill(0);
    const raws = [0, 0, 0, 25, -30, -10, 60, 0, 0, 0, 0, 0, 0, 0];
    at(bias?.offset, 14).set(raws);
    const input = { data: new Float32Array(9 * 16 * 16), shape: [1, 9, 16, 16] };
    const graph = buildLgm(config.lgm, { weights: index, views: 1 });
    const results = await runGraph(graph, files, { input });
    const logOf = (raw: number) =>
      Math.log(0.1 * (Math.max(raw, 0) + Math.log1p(Math.exp(-Math.abs(raw)))) + 1e-8);
    raws.slice(4, 7).forEach((raw, k) => {
      expect(results.log_scale.data[k]).toBeCloseTo(logOf(raw), 5);
    });
    expect(results.opacity_logit.data[0]).toBe(25);
    expect([...results.rotation.data.subarray(0, 4)]).toEqual([0, 0, 0, 0]);
  });
});
