import { describe, expect, it } from 'vitest';
import { runGraph } from '../../test/graph-session.ts';
import type { Feed } from '../runner.ts';
import { quantised } from '../../test/quantised.ts';
import { relativeError } from '../../core/relative-error.ts';
import { recordedError } from '../../test/recorded-output.ts';
import { hasOriginals, readOriginal, readRecording } from '../../test/recording.ts';
import type { AttentionKind } from './attention.ts';
import { buildUnet, unetTensors, type UnetConfig, type UnetOptions } from './graph.ts';
import { buildUnetContext, unetContextNames } from './context.ts';
import type { Compute } from '../../graphs/builder.ts';
import official from '../../graphs/fixtures/unet-facelift.json';

/** FaceLift's unet/config.json. */
const FACELIFT: UnetConfig = {
  sample_size: 64,
  in_channels: 8,
  out_channels: 4,
  down_block_types: [
    'CrossAttnDownBlockMV2D',
    'CrossAttnDownBlockMV2D',
    'CrossAttnDownBlockMV2D',
    'DownBlock2D',
  ],
  up_block_types: [
    'UpBlock2D',
    'CrossAttnUpBlockMV2D',
    'CrossAttnUpBlockMV2D',
    'CrossAttnUpBlockMV2D',
  ],
  block_out_channels: [320, 640, 1280, 1280],
  attention_head_dim: [5, 10, 20, 20],
  cross_attention_dim: 1024,
  use_linear_projection: true,
  class_embed_type: 'projection',
  projection_class_embeddings_input_dim: 2048,
  multiview_attention: true,
  sparse_mv_attention: true,
};

const sorted = (tensors: Iterable<readonly [string, readonly number[]]>) =>
  Object.fromEntries([...tensors].sort(([a], [b]) => (a < b ? -1 : 1)));

describe('UNet', () => {
  it('needs all tensors of the official checkpoint, and no others', () => {
    expect(sorted(unetTensors(FACELIFT))).toEqual(sorted(Object.entries(official)));
  });

  it('refuses layouts that it cannot build', () => {
    const odd = {
      ...FACELIFT,
      down_block_types: ['AttnDownBlock2D', 'DownBlock2D', 'DownBlock2D', 'DownBlock2D'],
    };
    expect(() => unetTensors(odd)).toThrowError('unknown block AttnDownBlock2D');
    expect(() => unetTensors({ ...FACELIFT, class_embed_type: 'identity' })).toThrowError(
      'identity',
    );
    expect(() => unetTensors({ ...FACELIFT, use_linear_projection: false })).toThrowError('linear');
  });

  const run = async (
    kind: AttentionKind,
    compute: Compute,
    recording = readRecording<UnetConfig>('mvunet_mini'),
  ) => {
    const { config, index, files, io } = await recording;
    const graph = buildUnet(
      { ...config, mv_attention: kind },
      { weights: index, compute, halves: 2, tokens: 7 },
    );
    const { v } = await runGraph(graph, files, {
      sample: await io('sample'),
      timestep: { data: new Float32Array([501]), shape: [1] },
      encoder_hidden_states: await io('encoder_hidden_states'),
      class_labels: await io('class_labels'),
    });
    const expected = await io(`output_${kind}`);
    expect(v.shape).toEqual(expected.shape);
    return recordedError(v.data, expected);
  };

  const kinds = ['sparse', 'dense', 'plain'] as const;

  it.each(kinds)("computes what FaceLift's UNet does: %s attention", async (kind) => {
    expect(await run(kind, 'f32')).toBeLessThan(1e-4);
  });

  it.skipIf(!hasOriginals).each(kinds)(
    "computes what FaceLift's code computed with FaceLift's weights: %s attention",
    async (kind) => {
      expect(await run(kind, 'f32', readOriginal('mvunet_tiny'))).toBeLessThan(1e-4);
    },
  );

  // The CPU backend has few float16 kernels, so onnxruntime adds casts around most nodes. This test checks
  // only types and some rounding.
  it('computes nearly the same in half precision', async () => {
    expect(await run('sparse', 'f16')).toBeLessThan(1e-2);
  });

  /** The recording's network and inputs. */
  const setUp = async () => {
    const { config, index, files, io } = await readRecording<UnetConfig>('mvunet_mini');
    const [sample, embeds, labels] = await Promise.all(
      ['sample', 'encoder_hidden_states', 'class_labels'].map(io),
    );
    const half = (x: Feed, i: number): Feed => ({
      data: x.data.slice((i * x.data.length) / 2, ((i + 1) * x.data.length) / 2),
      shape: [x.shape[0] / 2, ...x.shape.slice(1)],
    });
    const timestep = { data: new Float32Array([501]), shape: [1] };
    const run = async (
      feeds: Record<string, Feed>,
      options: Partial<UnetOptions> = {},
      given = files,
    ) => {
      const all = { weights: index, halves: 2, tokens: 7, ...options } as const;
      return (await runGraph(buildUnet(config, all), given, { timestep, ...feeds })).v.data;
    };
    return { config, index, files, sample, embeds, labels, half, run };
  };

  // In one f16 graph onnxruntime's CPU backend does not round the keys, because casts cancel. Between two
  // graphs the keys are rounded.
  it.each([
    ['f32', 0],
    ['f16', 1e-3],
  ] as const)(
    'computes the same with keys and values computed beforehand: %s',
    async (compute, limit) => {
      const { config, index, files, sample, embeds, labels, run } = await setUp();
      const whole = await run(
        { sample, class_labels: labels, encoder_hidden_states: embeds },
        { compute },
      );
      const options = { weights: index, compute, halves: 2, tokens: 7 } as const;
      const context = await runGraph(buildUnetContext(config, options), files, {
        encoder_hidden_states: embeds,
      });
      expect(Object.keys(context)).toEqual(unetContextNames(config));
      expect(Object.keys(context)).toHaveLength(32);
      const step = await run(
        { sample, class_labels: labels, ...context },
        { compute, cachedContext: true },
      );
      expect(relativeError(step, whole)).toBeLessThanOrEqual(limit);
    },
  );

  it('uses one set of embeddings for both halves of guidance', async () => {
    const { config, index, files, sample, embeds, labels, half, run } = await setUp();
    const one = half(embeds, 0);
    const two = { data: new Float32Array(2 * one.data.length), shape: embeds.shape };
    two.data.set(one.data as Float32Array);
    two.data.set(one.data as Float32Array, one.data.length);
    const rest = { sample, class_labels: labels };
    const whole = await run({ ...rest, encoder_hidden_states: two });
    const shared = await run({ ...rest, encoder_hidden_states: one }, { sharedContext: true });
    expect(relativeError(shared, whole)).toBeLessThan(1e-6);
    const options = { weights: index, tokens: 7, halves: 2, sharedContext: true } as const;
    const context = await runGraph(buildUnetContext(config, options), files, {
      encoder_hidden_states: one,
    });
    const step = await run({ ...rest, ...context }, { sharedContext: true, cachedContext: true });
    expect(step).toEqual(shared);
  });

  it('computes the same if the halves of guidance run one after the other', async () => {
    const { sample, embeds, labels, half, run } = await setUp();
    const whole = await run({ sample, class_labels: labels, encoder_hidden_states: embeds });
    for (const i of [0, 1]) {
      const alone = await run(
        {
          sample: half(sample, i),
          class_labels: half(labels, i),
          encoder_hidden_states: half(embeds, i),
        },
        { halves: 1 },
      );
      const expected = whole.slice(i * alone.length, (i + 1) * alone.length);
      expect(relativeError(alone, expected)).toBeLessThan(1e-6);
    }
  });

  it.each([
    ['int8', 4e-2],
    ['int8x2', 2e-4],
  ] as const)('computes nearly the same from weights stored as %s', async (kind, limit) => {
    const { index, files, sample, embeds, labels, run } = await setUp();
    const { io } = await readRecording('mvunet_mini');
    const stored = await quantised({ index, files }, kind);
    const v = await run(
      { sample, class_labels: labels, encoder_hidden_states: embeds },
      { weights: stored.index },
      stored.files,
    );
    const error = recordedError(v, await io('output_sparse'));
    expect(error).toBeLessThan(limit);
  });

  it("computes what the demo pack's network does, which has no attention in the outer level and no class labels", async () => {
    const { config, index, files, io } = await readRecording<UnetConfig>('demo_unet');
    const { v } = await runGraph(buildUnet(config, { weights: index, tokens: 4 }), files, {
      sample: await io('sample'),
      timestep: await io('timestep'),
      encoder_hidden_states: await io('encoder_hidden_states'),
    });
    expect(recordedError(v.data, await io('v'))).toBeLessThan(1e-4);
  });
});
