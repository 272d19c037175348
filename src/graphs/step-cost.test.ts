import { describe, expect, it } from 'vitest';
import clip from '../../models/parity/full/clip.json';
import gslrm from '../../models/parity/full/gslrm.json';
import unet from '../../models/parity/full/unet.json';
import vae from '../../models/parity/full/vae.json';
import { buildClip, clipTensors, type ClipConfig } from '../families/clip/graph.ts';
import { buildGslrm, gslrmTensors, type GslrmOptions } from '../families/gslrm/graph.ts';
import { buildUnet, unetTensors } from '../families/unet/graph.ts';
import { buildVaeDecoder, buildVaeEncoder, vaeTensors } from '../families/vae/graph.ts';
import { GraphBuilder } from './builder.ts';
import { networkCost, type CostOptions, type NetworkCost } from './cost.ts';
import { linear } from './layers.ts';

const CLIP: ClipConfig = { ...clip, hidden_act: 'gelu' };

const step = (halves: 1 | 2) =>
  networkCost(unetTensors(unet), (options) =>
    buildUnet({ ...unet, mv_attention: 'sparse' }, { ...options, halves, tokens: 77 }),
  );

const reconstruction = (options: Omit<GslrmOptions, 'weights'>, cost: CostOptions = {}) =>
  networkCost(gslrmTensors(gslrm), (given) => buildGslrm(gslrm, { ...given, ...options }), cost);

const flops = ({ operators }: NetworkCost) => {
  const of = (...ops: string[]) =>
    operators.filter(({ op }) => ops.includes(op)).reduce((all, cost) => all + cost.flops, 0);
  return { conv: of('Conv'), linear: of('Gemm', 'MatMul'), attention: of('MultiHeadAttention') };
};

describe('the operations of each operator', () => {
  // Counted by PyTorch: python models/parity/full/count_flops.py
  it('are exactly those that PyTorch counts on the original modules', () => {
    expect(
      flops(networkCost(vaeTensors(vae), (o) => buildVaeEncoder(vae, { ...o, size: 512 }))),
    ).toEqual({ conv: 1_073_708_793_856, linear: 8_589_934_592, attention: 34_359_738_368 });
    expect(
      flops(networkCost(vaeTensors(vae), (o) => buildVaeDecoder(vae, { ...o, size: 512 }))),
    ).toEqual({ conv: 2_471_569_260_544, linear: 8_589_934_592, attention: 34_359_738_368 });
    expect(flops(networkCost(clipTensors(CLIP), (o) => buildClip(CLIP, o)))).toEqual({
      conv: 385_351_680,
      linear: 323_383_459_840,
      attention: 10_821_468_160,
    });
    expect(flops(reconstruction({ views: 6 }))).toEqual({
      conv: 0,
      linear: 14_918_703_177_728,
      attention: 59_383_291_969_536,
    });
    expect(flops(reconstruction({ views: 2, image: 256 }))).toEqual({
      conv: 0,
      linear: 1_244_332_613_632,
      attention: 413_122_560_000,
    });
  });

  it('are those that PyTorch counts on the UNet, with fewer embeddings of the time', () => {
    // Our UNet embeds the time once. diffusers' UNet embeds it once per view and half.
    const perEmbedding = 2 * (320 * 1280 + 1280 * 1280);
    expect(flops(step(2))).toEqual({
      conv: 5_021_462_691_840,
      linear: 3_118_234_337_280 - 11 * perEmbedding,
      attention: 2_982_563_020_800,
    });
    expect(flops(step(1))).toEqual({
      conv: 2_510_731_345_920,
      linear: 1_559_117_168_640 - 5 * perEmbedding,
      attention: 1_491_281_510_400,
    });
  });

  it('add up to those of the network', () => {
    const { operators, steps, flops: all } = step(1);
    expect(operators.reduce((sum, cost) => sum + cost.flops, 0)).toBe(all);
    expect(operators.reduce((sum, cost) => sum + cost.nodes, 0)).toBe(steps.length);
  });
});

describe('the bytes of each operator', () => {
  /** Two linear layers: x [3, 32] → [3, 64] → [3, 64]. Only the second matrix is large enough to be quantised. */
  const tensors = new Map<string, readonly number[]>([
    ['a.weight', [64, 32]],
    ['a.bias', [64]],
    ['b.weight', [64, 64]],
    ['b.bias', [64]],
  ]);
  const small = (options: CostOptions) =>
    networkCost(
      tensors,
      (given) => {
        const g = new GraphBuilder({ ...given, name: 'small' });
        const x = g.input('x', 'f32', [3, 32]);
        g.output('y', linear(g, linear(g, x, 'a', 64), 'b', 64));
        return g.build();
      },
      options,
    );
  const gemm = (read: number, written: number) =>
    expect.objectContaining({ op: 'Gemm', nodes: 2, readBytes: read, writtenBytes: written });
  const values = 3 * 32 + 64 * 32 + 64 + (3 * 64 + 64 * 64 + 64);

  it('are those of inputs, weights in the compute type, and results', () => {
    const single = small({ storage: 'f16', compute: 'f32' });
    expect(single.operators).toEqual([gemm(4 * values, 4 * 2 * 3 * 64)]);
    const half = small({ storage: 'f16', compute: 'f16' });
    expect(half.operators).toContainEqual(gemm(2 * values, 2 * 2 * 3 * 64));
    // Only the input and the output are cast in a run. Casts of weights are computed in advance.
    expect(half.operators).toContainEqual({
      op: 'Cast',
      nodes: 2,
      flops: 0,
      readBytes: 4 * 3 * 32 + 2 * 3 * 64,
      writtenBytes: 2 * 3 * 32 + 4 * 3 * 64,
    });
  });

  it('include the dequantisation of weights in each run', () => {
    const weights = 64 * 64;
    expect(small({ storage: 'int8', compute: 'f32' }).operators).toContainEqual({
      op: 'DequantizeLinear',
      nodes: 1,
      flops: 0,
      readBytes: weights + 4 * 64,
      writtenBytes: 4 * weights,
    });
  });
});

describe('a graph whose sizes are only names', () => {
  const all = 6 * 64 * 64;

  it('costs as much as the whole one if all patches are kept', () => {
    const pruned = reconstruction({ views: 6, prune: true }, { sizes: { kept: all } });
    expect(flops(pruned)).toEqual(flops(reconstruction({ views: 6 })));
  });

  it('costs what its sizes say', () => {
    const { operators } = reconstruction({ views: 6, prune: true }, { sizes: { kept: 2046 } });
    const attention = operators.find(({ op }) => op === 'MultiHeadAttention');
    expect(attention?.flops).toBe(24 * 4 * 2048 * 2048 * 1024);
  });

  it('is refused without the values of its sizes', () => {
    expect(() => reconstruction({ views: 6, prune: true })).toThrowError(
      expect.objectContaining({ code: 'internal' }),
    );
  });
});
