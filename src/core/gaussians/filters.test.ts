import { describe, expect, test } from 'vitest';
import { filterGaussians, selectGaussians, FACELIFT_RULES } from './filters.ts';
import { emptyCloud } from './gaussian-cloud.ts';

const logit = (p: number) => Math.log(p / (1 - p));

/** Opaque, small Gaussians at these centres. */
function cloudAt(...centres: number[][]) {
  const cloud = emptyCloud(centres.length);
  cloud.xyz.set(centres.flat());
  cloud.opacityLogit.fill(logit(0.9));
  cloud.logScale.fill(Math.log(0.01));
  return cloud;
}

const xs = (cloud: { xyz: Float32Array }) => [...cloud.xyz].filter((_, i) => i % 3 === 0);

test('pack removes Gaussians that are nearly transparent; the others keep their order', () => {
  const cloud = cloudAt([1, 0, 0], [2, 0, 0], [3, 0, 0], [4, 0, 0]);
  cloud.opacityLogit[1] = logit(0.049);
  cloud.opacityLogit[2] = logit(0.051);
  expect(xs(filterGaussians(cloud, 'pack', 0.05))).toEqual([1, 3, 4]);
});

test('none keeps every Gaussian', () => {
  const cloud = cloudAt([1, 0, 0], [2, 0, 0]);
  expect(filterGaussians(cloud, 'none', 1)).toBe(cloud);
});

test('selectGaussians selects in all fields', () => {
  const cloud = cloudAt([1, 0, 0], [2, 0, 0]);
  cloud.shDc.set([1, 2, 3, 4, 5, 6]);
  cloud.rotation.set([1, 2, 3, 4, 5, 6, 7, 8]);
  const last = selectGaussians(cloud, (i) => i === 1);
  expect(last.count).toBe(1);
  expect([...last.shDc]).toEqual([4, 5, 6]);
  expect([...last.rotation]).toEqual([5, 6, 7, 8]);
  expect(selectGaussians(cloud, () => false).count).toBe(0);
  expect(filterGaussians(emptyCloud(0), 'pack', 0.05).count).toBe(0);
});

describe('facelift', () => {
  test('has four rules', () => {
    expect(FACELIFT_RULES.map(({ name }) => name)).toEqual([
      'opacity',
      'large',
      'shoulders',
      'box',
    ]);
  });

  test.each([
    ['inside', [0, 0, 0], 0.9, 0.01, true],
    ['faint', [0, 0, 0], 0.039, 0.01, false],
    ['large below', [0, 0, -0.1], 0.9, 0.11, false],
    ['large above', [0, 0, 0.1], 0.9, 0.11, true],
    ['shoulder', [0.7, -0.7, -0.7], 0.9, 0.01, false],
    ['beside a shoulder', [0.7, -0.5, -0.7], 0.9, 0.01, true],
    ['out of the box in x', [0.92, 0, 0], 0.9, 0.01, false],
    ['out of the box in y', [0, -0.92, 0], 0.9, 0.01, false],
    ['high in the box', [0, 0, 0.99], 0.9, 0.01, true],
    ['above the box', [0, 0, 1.01], 0.9, 0.01, false],
  ])('%s', (_, centre, opacity, size, kept) => {
    const cloud = cloudAt(centre);
    cloud.opacityLogit[0] = logit(opacity);
    cloud.logScale.fill(Math.log(size));
    expect(filterGaussians(cloud, 'facelift').count).toBe(kept ? 1 : 0);
  });
});

test('selectGaussians selects SH coefficients above degree 0', () => {
  const cloud = emptyCloud(3);
  cloud.sh = { degree: 1, rest: Float32Array.from({ length: 27 }, (_, i) => i) };
  const { sh } = selectGaussians(cloud, (i) => i !== 1);
  expect(sh?.degree).toBe(1);
  expect([...(sh?.rest ?? [])]).toEqual([
    0, 1, 2, 3, 4, 5, 6, 7, 8, 18, 19, 20, 21, 22, 23, 24, 25, 26,
  ]);
});

describe('rules by name', () => {
  const cloud = cloudAt([0, 0, 0], [0.95, 0, 0], [0.7, 0.7, -0.7], [0, 0, -0.1], [0.1, 0, 0]);
  cloud.logScale.fill(Math.log(0.2), 9, 12);
  cloud.opacityLogit[4] = logit(0.03);

  test.each([
    [[], [0, 1, 2, 3, 4]],
    [['opacity'], [0, 1, 2, 3]],
    [['box'], [0, 2, 3, 4]],
    [['shoulders'], [0, 1, 3, 4]],
    [['large'], [0, 1, 2, 4]],
    [
      ['box', 'opacity'],
      [0, 2, 3],
    ],
    [['opacity', 'large', 'shoulders', 'box'], [0]],
  ] as const)('%j', (rules, kept) => {
    const expected = kept.map((i) => cloud.xyz[3 * i]);
    expect(xs(filterGaussians(cloud, { rules }))).toEqual(expected);
  });

  test('all rules together are facelift', () => {
    const rules = FACELIFT_RULES.map(({ name }) => name);
    expect(filterGaussians(cloud, { rules })).toEqual(filterGaussians(cloud, 'facelift'));
  });

  test('an unknown rule is refused', () => {
    const rules = JSON.parse('["hair"]');
    expect(() => filterGaussians(cloud, { rules })).toThrowError(
      expect.objectContaining({ code: 'settings-invalid' }),
    );
  });
});
