import { describe, expect, it } from 'vitest';
import { relativeError } from '../../core/relative-error.ts';
import { runGraph } from '../../test/graph-session.ts';
import { readRecording } from '../../test/recording.ts';
import { seededWeights } from '../../test/seeded.ts';
import { readClipTextConfig, type ClipTextConfig } from './config.ts';
import { buildClipText, clipTextTensors } from './graph.ts';

interface Recorded {
  clip: Omit<ClipTextConfig, 'hidden_act'>;
  tokens: number[];
  tensors: Record<string, number[]>;
}

/** The text encoder of Stable Diffusion 2.1 unCLIP: OpenCLIP's ViT-H without its last layer. */
const OFFICIAL = {
  hidden_size: 1024,
  num_hidden_layers: 23,
  num_attention_heads: 16,
  intermediate_size: 4096,
  hidden_act: 'gelu',
  vocab_size: 49_408,
};

describe('CLIP text tower', () => {
  it('needs the official number of parameters', () => {
    const config = readClipTextConfig(OFFICIAL, 'config.json');
    const sizes = [...clipTextTensors(config).values()].map((s) => s.reduce((a, b) => a * b, 1));
    expect(sizes.reduce((a, b) => a + b)).toBe(340_387_840);
  });

  it('needs every tensor that transformers has, and no other', async () => {
    const { config } = await readRecording<Recorded>('clip_text_tiny');
    const needed = clipTextTensors({ ...config.clip, hidden_act: 'gelu' });
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
      const { config, io } = await readRecording<Recorded>('clip_text_tiny');
      const { index, files } = seededWeights(new Map(Object.entries(config.tensors)), dtype);
      const count = config.tokens.length;
      const options = { weights: index, compute, tokens: count };
      const graph = buildClipText({ ...config.clip, hidden_act: act }, options);
      const tokens = { data: BigInt64Array.from(config.tokens, BigInt), shape: [1, count] };
      const { hidden } = await runGraph(graph, files, { tokens });
      const expected = await io(`hidden_${act}`);
      expect(hidden.shape).toEqual([1, count, config.clip.hidden_size]);
      expect(relativeError(hidden.data, expected.data)).toBeLessThan(limit);
    },
  );

  it('refuses a text that is longer than its positions', () => {
    const config = readClipTextConfig(OFFICIAL, 'config.json');
    expect(() => buildClipText(config, { tokens: 78 })).toThrowError('a text has 78 tokens');
  });
});

describe('readClipTextConfig', () => {
  it('takes the defaults of transformers, and the config inside that of a whole CLIP', () => {
    expect(readClipTextConfig({ hidden_size: 768, num_attention_heads: 12 }, '')).toMatchObject({
      hidden_size: 768,
      hidden_act: 'quick_gelu',
      num_hidden_layers: 12,
      max_position_embeddings: 77,
    });
    const whole = { hidden_size: 5, text_config: { hidden_size: 1024, hidden_act: 'gelu' } };
    expect(readClipTextConfig(whole, '')).toMatchObject({ hidden_size: 1024, hidden_act: 'gelu' });
  });

  it.each([
    [{ hidden_size: '1024' }, 'hidden_size is "1024", allowed: 1–8192'],
    [{ num_hidden_layers: 1e9 }, 'num_hidden_layers is 1000000000, allowed: 1–128'],
    [{ num_attention_heads: 7 }, 'num_attention_heads is 7, allowed: 1, 2, 4'],
    [{ hidden_act: 'relu' }, 'hidden_act is "relu", allowed: gelu, quick_gelu'],
    [{ max_position_embeddings: 76 }, 'max_position_embeddings is 76, allowed: 77–4096'],
  ])('refuses %o', (config, message) => {
    expect(() => readClipTextConfig(config, 'config.json')).toThrowError(`config.json: ${message}`);
  });
});
