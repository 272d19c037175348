import { describe, expect, it } from 'vitest';
import { runGraph } from '../test/graph-session.ts';
import { readRecording, relativeError } from '../test/recording.ts';
import type { AttentionKind } from './attention.ts';
import { buildUnet, unetTensors, type UnetConfig } from './unet.ts';
import type { Compute } from './builder.ts';
import official from './fixtures/unet-facelift.json';

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
  it('asks for the tensors of the official checkpoint, all of them and no others', () => {
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

  const run = async (kind: AttentionKind, compute: Compute) => {
    const { config, index, files, io } = await readRecording<UnetConfig>('mvunet_tiny');
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
    return relativeError(v.data, expected.data);
  };

  it.each(['sparse', 'dense', 'plain'] as const)(
    'computes what the original did: %s attention',
    async (kind) => {
      expect(await run(kind, 'f32')).toBeLessThan(1e-4);
    },
  );

  // The CPU has few float16 kernels: onnxruntime casts around most nodes, so this checks types and some rounding.
  it('computes it in half precision, near enough', async () => {
    expect(await run('sparse', 'f16')).toBeLessThan(1e-2);
  });

  it("computes what the demo pack's network does: outer level without attention, no classes", async () => {
    const { config, index, files, io } = await readRecording<UnetConfig>('demo_unet');
    const { v } = await runGraph(buildUnet(config, { weights: index, tokens: 4 }), files, {
      sample: await io('sample'),
      timestep: await io('timestep'),
      encoder_hidden_states: await io('encoder_hidden_states'),
    });
    expect(relativeError(v.data, (await io('v')).data)).toBeLessThan(1e-4);
  });
});
