import { describe, expect, it } from 'vitest';
import recorded from '../../../models/parity/lpips.json';
import { runGraph } from '../../test/graph-session.ts';
import { seededUniform, seededWeights } from '../../test/seeded.ts';
import { buildLpips, lpipsNetOf, lpipsTensors, type LpipsNet } from './graph.ts';

const [HEIGHT, WIDTH] = [40, 52];

/** A picture of noise in 0…1, as in models/parity/record_lpips.py. */
const noise = (name: string) =>
  seededUniform(name, 3 * HEIGHT * WIDTH).map((value) => (value + 1) / 2);

describe.each(recorded)('LPIPS with $net', ({ net: name, ...distances }) => {
  const net = name as LpipsNet;
  // The names are the seeds: a wrong name or shape gives other numbers.
  const weights = seededWeights(lpipsTensors(net));

  it('equals the package lpips', async () => {
    const graph = buildLpips({
      ...{ net, width: WIDTH, height: HEIGHT, weights: weights.index },
    });
    const [a, b] = [noise('lpips.a'), noise('lpips.b')];
    const compare = async (other: Float32Array) => {
      const data = Float32Array.from([...a, ...other]);
      const pictures = { data, shape: [2, 3, HEIGHT, WIDTH] };
      const { distance } = await runGraph(graph, weights.files, { pictures });
      return distance.data[0];
    };
    // Seeded weights have both signs. Their sums are small, so only ratios are compared.
    expect((await compare(b)) / distances.noise).toBeCloseTo(1, 4);
    const near = a.map((value, i) => value + 0.1 * (b[i] - value));
    expect((await compare(near)) / distances.near).toBeCloseTo(1, 3);
    expect(await compare(a)).toBe(distances.same);
  });

  it('is recognised by its tensors', () => {
    expect(lpipsNetOf(weights.index)).toBe(net);
    expect(lpipsNetOf({ file: '', tensors: new Map() })).toBeNull();
  });
});
