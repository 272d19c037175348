import { describe, expect, it } from 'vitest';
import { AppError } from '../core/errors.ts';
import { GraphBuilder } from './builder.ts';
import { runGraph } from '../test/graph-session.ts';
import type { WeightIndex } from './weights.ts';

/** [1, 2, 3] as float16, after five other bytes. */
const file = new Uint8Array([9, 9, 9, 9, 9, 0, 0x3c, 0, 0x40, 0, 0x42]);
const weights: WeightIndex = {
  file: 'w.safetensors',
  tensors: new Map([['gain', { dtype: 'F16', shape: [3], offset: 5, byteLength: 6 }]]),
};

describe('GraphBuilder', () => {
  it('reads weights from the weight file', async () => {
    const g = new GraphBuilder({ name: 'double', weights });
    const x = g.input('x', 'f32', ['n', 3]);
    g.output('y', g.op('Mul', [x, g.weight('gain', [3])]));
    const graph = g.build();
    const { y } = await runGraph(
      graph,
      { 'w.safetensors': file },
      { x: { data: new Float32Array([1, 1, 1, 2, 2, 2]), shape: [2, 3] } },
    );
    expect([...y.data]).toEqual([1, 2, 3, 2, 4, 6]);
    expect(graph.files).toEqual(['w.safetensors']);
  });

  it.each(['f32', 'f16'] as const)(
    'reads quantised weights and their rows: %s',
    async (compute) => {
      // high [[1, -2], [3, 4], [0, 127]], low [[0, 4], [-128, 0], [0, 0]], scale [1/4, 1/2, 2].
      const data = new Uint8Array([
        1,
        -2,
        3,
        4,
        0,
        127,
        0,
        4,
        -128,
        0,
        0,
        0,
        ...new Uint8Array(new Float32Array([0.25, 0.5, 2]).buffer),
      ]);
      const entry = (offset: number) => ({ shape: [3, 2], offset, byteLength: 6 });
      const scale = { dtype: 'F32' as const, shape: [3], offset: 12, byteLength: 12 };
      const index = (withLow: boolean): WeightIndex => ({
        file: 'q',
        tensors: new Map([['w.scale', scale]]),
        bytes: new Map([['w', entry(0)], ...(withLow ? [['w.low', entry(6)] as const] : [])]),
      });
      const run = async (withLow: boolean, rows?: readonly [number, number]) => {
        const g = new GraphBuilder({ name: 'scaled', weights: index(withLow), compute });
        const x = g.input('x', 'f32', []);
        g.output('y', g.op('Mul', [g.weight('w', [3, 2], { rows }), g.cast(x)]));
        const feeds = { x: { data: new Float32Array([2]), shape: [] } };
        return [...(await runGraph(g.build(), { q: data }, feeds)).y.data];
      };
      expect(await run(false)).toEqual([0.5, -1, 3, 4, 0, 508]);
      expect(await run(false, [1, 3])).toEqual([3, 4, 0, 508]);
      expect(await run(true, [0, 2])).toEqual([128, -254, 640, 1024]);
    },
  );

  it('needs the scale of a quantised weight', () => {
    const bytes = new Map([['w', { shape: [3, 2], offset: 0, byteLength: 6 }]]);
    const g = new GraphBuilder({ name: 'net', weights: { file: 'q', tensors: new Map(), bytes } });
    g.weight('w', [3, 2]);
    expect(() => g.build()).toThrowError('do not fit net: w.scale is missing');
  });

  it('names every missing and every wrongly shaped tensor', () => {
    const g = new GraphBuilder({ name: 'net', weights });
    g.weight('gain', [4]);
    g.weight('gain', [4], { type: 'f16' });
    g.weight('bias', [3]);
    const act = () => g.build();
    expect(act).toThrowError(AppError);
    expect(act).toThrowError('do not fit net: gain is [3], not [4]; bias is missing');
  });

  it('lists the needed tensors, even without weight files', () => {
    const g = new GraphBuilder({ name: 'net' });
    g.weight('a', [1, 2]);
    expect([...g.tensors]).toEqual([['a', [1, 2]]]);
  });
});
