import { describe, expect, it } from 'vitest';
import { AppError } from '../core/errors.ts';
import { GraphBuilder } from './builder.ts';
import { runGraph } from '../test/graph-session.ts';
import type { WeightIndex } from './weights.ts';

/** [1, 2, 3] as float16 behind five bytes of something else. */
const file = new Uint8Array([9, 9, 9, 9, 9, 0, 0x3c, 0, 0x40, 0, 0x42]);
const weights: WeightIndex = {
  file: 'w.safetensors',
  tensors: new Map([['gain', { dtype: 'F16', shape: [3], offset: 5, byteLength: 6 }]]),
};

describe('GraphBuilder', () => {
  it('points into the weight file and computes', async () => {
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

  it('names every missing and every wrongly shaped tensor', () => {
    const g = new GraphBuilder({ name: 'net', weights });
    g.weight('gain', [4]);
    g.weight('gain', [4], { type: 'f16' });
    g.weight('bias', [3]);
    const act = () => g.build();
    expect(act).toThrowError(AppError);
    expect(act).toThrowError('do not fit net: gain is [3], not [4]; bias is missing');
  });

  it('lists the tensors it would need when there are no weights', () => {
    const g = new GraphBuilder({ name: 'net' });
    g.weight('a', [1, 2]);
    expect([...g.tensors]).toEqual([['a', [1, 2]]]);
  });
});
