import { describe, expect, it } from 'vitest';
import { runGraph } from '../../test/graph-session.ts';
import { relativeError } from '../../core/relative-error.ts';
import { readRecording } from '../../test/recording.ts';
import { seededUniform, seededWeights } from '../../test/seeded.ts';
import { inferClipConfig } from './config.ts';
import { buildClip, clipTensors, type ClipConfig } from './graph.ts';

/** The image encoder of Stable Diffusion 2.1 unCLIP, LAION's ViT-H/14. */
const OFFICIAL: ClipConfig = {
  hidden_size: 1280,
  num_hidden_layers: 32,
  num_attention_heads: 16,
  intermediate_size: 5120,
  patch_size: 14,
  image_size: 224,
  projection_dim: 1024,
  hidden_act: 'gelu',
  layer_norm_eps: 1e-5,
};

interface Recorded {
  clip: Omit<ClipConfig, 'hidden_act'>;
  tensors: Record<string, number[]>;
}

const shapesOnly = (config: ClipConfig) => ({
  file: 'shapes',
  tensors: new Map(
    [...clipTensors(config)].map(([name, shape]) => [
      name,
      { dtype: 'F16' as const, shape, offset: 0, byteLength: 0 },
    ]),
  ),
});

describe('CLIP vision tower', () => {
  it('needs the official number of parameters', () => {
    const sizes = [...clipTensors(OFFICIAL).values()].map((s) => s.reduce((a, b) => a * b, 1));
    expect(sizes.reduce((a, b) => a + b)).toBe(632_076_800);
  });

  it('needs every tensor that transformers saves, and no other', async () => {
    const { config } = await readRecording<Recorded>('clip_tiny');
    const needed = clipTensors({ ...config.clip, hidden_act: 'gelu' });
    expect(Object.fromEntries(needed)).toEqual(config.tensors);
  });

  // onnxruntime's CPU backend computes f16 in float32. Therefore the F16 rows check only types, and weights
  // that are rounded to half precision.
  it.each([
    ['gelu', 'f32', 'F32', 1e-5],
    ['quick_gelu', 'f32', 'F32', 1e-5],
    ['gelu', 'f32', 'F16', 2e-3],
    ['gelu', 'f16', 'F16', 1e-2],
  ] as const)(
    'computes what transformers does: %s, %s, stored %s',
    async (act, compute, dtype, limit) => {
      const { config, io } = await readRecording<Recorded>('clip_tiny');
      const { index, files } = seededWeights(new Map(Object.entries(config.tensors)), dtype);
      const graph = buildClip({ ...config.clip, hidden_act: act }, { weights: index, compute });
      const image = { data: seededUniform('image', 3 * 56 * 56, 2), shape: [1, 3, 56, 56] };
      const { image_embeds } = await runGraph(graph, files, { image });
      const expected = await io(`image_embeds_${act}`);
      expect(image_embeds.shape).toEqual([1, 24]);
      const error = relativeError(image_embeds.data, expected.data);
      expect(error).toBeLessThan(limit);
    },
  );
});

describe('inferClipConfig', () => {
  it.each([
    ['ViT-H/14', OFFICIAL],
    [
      "OpenAI's ViT-L/14",
      {
        ...OFFICIAL,
        hidden_size: 1024,
        num_hidden_layers: 24,
        intermediate_size: 4096,
        projection_dim: 768,
        hidden_act: 'quick_gelu',
      },
    ],
    [
      "OpenAI's ViT-B/32",
      {
        ...OFFICIAL,
        hidden_size: 768,
        num_hidden_layers: 12,
        num_attention_heads: 12,
        intermediate_size: 3072,
        patch_size: 32,
        projection_dim: 512,
        hidden_act: 'quick_gelu',
      },
    ],
  ] satisfies [string, ClipConfig][])('reads %s from its shapes', (_, config) => {
    expect(inferClipConfig(shapesOnly(config))).toEqual(config);
  });

  it('prefers the config file, and refuses files without a vision tower', () => {
    const large = shapesOnly({ ...OFFICIAL, hidden_size: 1024 });
    expect(inferClipConfig(large, { hidden_act: 'gelu' }).hidden_act).toBe('gelu');
    expect(() => inferClipConfig(large, { num_attention_heads: 7 })).toThrowError('7 heads');
    expect(() => inferClipConfig({ file: 'x', tensors: new Map() })).toThrowError(
      'patch_embedding',
    );
  });
});
