import { describe, expect, it } from 'vitest';
import { relativeError } from '../../core/relative-error.ts';
import { runGraph } from '../../test/graph-session.ts';
import { readRecording } from '../../test/recording.ts';
import { seededUniform } from '../../test/seeded.ts';
import { buildGslrm, type GslrmConfig } from './graph.ts';

const SIZE = 32;
const SIDE = SIZE / 8;
const ALL = Array.from({ length: 6 * SIDE ** 2 }, (_, i) => i);
const TINY: GslrmConfig = {
  d: 128,
  d_head: 64,
  layers: 2,
  patch: 8,
  n_gaussians: 2,
  image: SIZE,
  views: 6,
};

/** [6, channels, S, S], in which the given patches are equal to the first of them. */
const pictures = (name: string, channels: number, equal: readonly number[]): Float32Array => {
  const data = seededUniform(name, 6 * channels * SIZE ** 2);
  const at = (patch: number, channel: number, pixel: number) => {
    const [view, row, column] = [
      Math.floor(patch / SIDE ** 2),
      8 * (Math.floor(patch / SIDE) % SIDE) + Math.floor(pixel / 8),
      8 * (patch % SIDE) + (pixel % 8),
    ];
    return ((view * channels + channel) * SIZE + row) * SIZE + column;
  };
  for (const patch of equal)
    for (let i = 0; i < 64 * channels; i += 1)
      data[at(patch, i >> 6, i & 63)] = data[at(equal[0], i >> 6, i & 63)];
  return data;
};

const run = async (
  equal: readonly number[],
  kept?: readonly number[],
  counts?: readonly number[],
) => {
  const { index, files } = await readRecording('gslrm_mini');
  const options = { weights: index, prune: kept !== undefined, counted: counts !== undefined };
  const { raw } = await runGraph(buildGslrm(TINY, options), files, {
    image: { data: pictures('image', 3, equal), shape: [6, 3, SIZE, SIZE] },
    rays: { data: pictures('rays', 6, equal), shape: [6, 6, SIZE, SIZE] },
    ...(kept && { keep: { data: BigInt64Array.from(kept, BigInt), shape: [kept.length] } }),
    ...(counts && { counts: { data: Float32Array.from(counts), shape: [counts.length] } }),
  });
  return raw.data;
};

/** The global Gaussians, then those of the given patches. */
const ofPatches = (raw: Float32Array, patches: readonly number[]) =>
  Float32Array.from(
    [[0, 2], ...patches.map((patch) => [2 + 64 * patch, 2 + 64 * (patch + 1)])].flatMap(
      ([from, to]) => [...raw.subarray(14 * from, 14 * to)],
    ),
  );

describe('attention with counts', () => {
  it('computes what attention without counts does if every patch is kept', async () => {
    const whole = await run([]);
    const counted = await run([], ALL, Array<number>(ALL.length).fill(1));
    expect(counted).toHaveLength(whole.length);
    expect(relativeError(counted, whole)).toBeLessThan(1e-6);
  });

  it('lets one patch stand for equal patches, exactly', async () => {
    const equal = ALL.filter((patch) => patch % 3 !== 0);
    const kept = ALL.filter((patch) => patch % 3 === 0 || patch === equal[0]);
    const count = (patch: number) => (patch === equal[0] ? equal.length : 1);
    const whole = ofPatches(await run(equal), kept);
    const counted = await run(equal, kept, kept.map(count));
    expect(relativeError(counted, whole)).toBeLessThan(1e-5);
    const uncounted = await run(equal, kept);
    expect(relativeError(uncounted, whole)).toBeGreaterThan(1e-3);
  });
});
