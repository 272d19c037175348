import { describe, expect, it, test } from 'vitest';
import { randomCloud } from '../../test/random-clouds.ts';
import { drawableCloud } from '../rasterize/drawable.ts';
import { withoutBroken, type Broken } from './broken.ts';
import type { GaussianCloud } from './gaussian-cloud.ts';

type Field = 'xyz' | 'shDc' | 'rest' | 'opacityLogit' | 'logScale' | 'rotation';

const arrayOf = (cloud: GaussianCloud, field: Field) =>
  field === 'rest' ? (cloud.sh?.rest ?? new Float32Array()) : cloud[field];

/** A cloud of 20 Gaussians. In Gaussians 4 and 9, some numbers of a field have another value. */
function changed(field: Field, value: number, places?: readonly number[]): GaussianCloud {
  const cloud = randomCloud(5, { count: 20, sh: 1 });
  const array = arrayOf(cloud, field);
  const width = array.length / cloud.count;
  for (const i of [4, 9]) for (const k of places ?? [width - 1]) array[width * i + k] = value;
  return cloud;
}

const finite = 'not finite' as const;
const large = 'too large' as const;

describe('leaves out, and counts', () => {
  test.each<[Broken['part'], Broken['how'], Field, number, number[]?]>([
    ['centre', finite, 'xyz', NaN],
    ['centre', finite, 'xyz', Infinity],
    ['centre', finite, 'xyz', -Infinity, [0]],
    ['centre', large, 'xyz', 1e30],
    ['colour', finite, 'shDc', NaN],
    ['colour', finite, 'shDc', -Infinity],
    ['colour', large, 'shDc', 1e30, [0]],
    ['colour', finite, 'rest', NaN],
    ['colour', large, 'rest', -1e30],
    ['opacity', finite, 'opacityLogit', NaN],
    ['opacity', 'zero', 'opacityLogit', -Infinity],
    ['size', finite, 'logScale', NaN],
    ['size', finite, 'logScale', Infinity],
    ['size', large, 'logScale', 60],
    ['size', large, 'logScale', 60, [0, 1, 2]],
    ['size', 'zero', 'logScale', -Infinity, [0, 1, 2]],
    ['rotation', finite, 'rotation', NaN],
    ['rotation', finite, 'rotation', Infinity, [0]],
    ['rotation', large, 'rotation', 1e30],
  ])('%s: %s (%s = %s)', (part, how, field, value, places) => {
    const cloud = changed(field, value, places);
    const { cloud: kept, broken } = withoutBroken(cloud);
    expect(broken).toEqual([{ part, how, count: 2 }]);
    expect(kept.count).toBe(18);
    expect(kept.xyz.subarray(3 * 4, 3 * 5)).toEqual(cloud.xyz.subarray(3 * 5, 3 * 6));
  });
});

describe('keeps', () => {
  test.each<[string, Field, number, number[]?]>([
    ['an opacity of 1', 'opacityLogit', Infinity],
    ['flat Gaussians', 'logScale', -Infinity],
    ['needles', 'logScale', -Infinity, [0, 1]],
    ['no rotation', 'rotation', 0, [0, 1, 2, 3]],
    ['large quaternions', 'rotation', 1e6],
    ['bright colours', 'shDc', 1e4],
    ['large Gaussians', 'logScale', 12],
    ['distant Gaussians', 'xyz', 1e7],
  ])('%s', (_, field, value, places) => {
    const cloud = changed(field, value, places);
    expect(withoutBroken(cloud)).toEqual({ cloud, broken: [] });
    expect(withoutBroken(cloud).cloud).toBe(cloud);
  });
});

it('counts a Gaussian once, with its first broken part', () => {
  const cloud = changed('xyz', NaN);
  cloud.shDc[3 * 4] = NaN;
  cloud.shDc[3 * 5] = NaN;
  expect(withoutBroken(cloud).broken).toEqual([
    { part: 'centre', how: finite, count: 2 },
    { part: 'colour', how: finite, count: 1 },
  ]);
});

it('leaves nothing that the rasterizer hides without a word', () => {
  const fields: Field[] = ['xyz', 'shDc', 'rest', 'opacityLogit', 'logScale', 'rotation'];
  for (const field of fields)
    for (const value of [NaN, Infinity, -Infinity, 1e30, -1e30]) {
      const { cloud } = withoutBroken(changed(field, value));
      const { opacityLogit } = drawableCloud(cloud);
      // drawableCloud hides a Gaussian by its opacity.
      const hidden = opacityLogit.filter(
        (logit, i) => logit === -50 && cloud.opacityLogit[i] > -50,
      );
      expect({ field, value, hidden: hidden.length }).toEqual({ field, value, hidden: 0 });
    }
});
