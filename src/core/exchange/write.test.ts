import { describe, expect, it } from 'vitest';
import { expectedOf, independent } from '../../test/exchange/read-exports.ts';
import type { Read } from '../../test/exchange/read-sog.ts';
import { randomCloud } from '../../test/random-clouds.ts';
import { readPly } from '../ply/index.ts';
import { EXPORT_NAMES, exportSplat, openAnySplat, type ExportFormat } from './index.ts';

const cloud = randomCloud(7, { count: 300 });
const expected = expectedOf(cloud);
/** Some formats store no colours beyond these. */
const clamped = (value: number) => Math.min(1, Math.max(0, value));

/** Largest errors: of positions in world units, and of colours and opacities, 0…1. */
const TOLERANCES: Record<ExportFormat, { xyz: number; rgba: number }> = {
  ply: { xyz: 1e-6, rgba: 1e-6 },
  // 11 bits for positions within a chunk of 256, 8 bits for colours and opacities.
  compressed: { xyz: 1e-3, rgba: 1 / 255 },
  // 12 bits behind the point for positions. Colours are bytes of 0.15·f_dc, and the reader rounds them again.
  spz: { xyz: 1 / 4096, rgba: 0.006 },
  // 16 bits for positions, a list of 256 values for colours.
  sog: { xyz: 1e-3, rgba: 0.03 },
  // Floats. The reader makes bytes of the colours.
  glb: { xyz: 1e-6, rgba: 1 / 255 },
  html: { xyz: 1e-3, rgba: 0.03 },
};

/** The nearest Gaussian of `from` for each one of `to`. */
function nearest(from: Read, to: Read): number[] {
  return Array.from({ length: to.count }, (_, i) => {
    let best = 0;
    let least = Infinity;
    for (let j = 0; j < from.count; j++) {
      const d = [0, 1, 2].reduce(
        (sum, k) => sum + (from.xyz[3 * j + k] - to.xyz[3 * i + k]) ** 2,
        0,
      );
      if (d < least) [best, least] = [j, d];
    }
    return best;
  });
}

/** The largest difference of the numbers of Gaussians that belong together. */
const worst = (a: Float32Array, b: Float32Array, step: number, pairs: readonly number[]) =>
  Math.max(
    ...pairs.flatMap((j, i) =>
      Array.from({ length: step }, (_, k) => Math.abs(a[step * j + k] - b[step * i + k])),
    ),
  );

const bounds = ({ xyz, count }: Read) =>
  [0, 1, 2].flatMap((k) => {
    const values = Array.from({ length: count }, (_, i) => xyz[3 * i + k]);
    return [Math.min(...values), Math.max(...values)];
  });

describe.each(EXPORT_NAMES)('%s', (format) => {
  it('is read by an independent reader: count, bounds, colours, upright', async () => {
    const bytes = await exportSplat(cloud, format, { title: 'A <b> mouse' });
    const read = await independent[format](bytes);
    const { xyz, rgba } = TOLERANCES[format];
    expect(read.count).toBe(cloud.count);
    bounds(read).forEach((bound, k) => {
      expect(Math.abs(bound - bounds(expected)[k])).toBeLessThanOrEqual(xyz);
    });
    const pairs = nearest(read, expected);
    expect(new Set(pairs).size).toBe(cloud.count);
    expect(worst(read.xyz, expected.xyz, 3, pairs)).toBeLessThanOrEqual(xyz);
    expect(worst(read.rgba.map(clamped), expected.rgba.map(clamped), 4, pairs)).toBeLessThanOrEqual(
      rgba + 1e-6,
    );
  });

  it.skipIf(format === 'html')('is opened again', async () => {
    const withSh = randomCloud(8, { count: 64, sh: 2 });
    const { cloud: opened } = await openAnySplat(await exportSplat(withSh, format), 'a');
    expect([opened.count, opened.sh?.degree]).toEqual([64, 2]);
  });
});

it('compressed.ply says its axes', async () => {
  const { xyz, count } = readPly(await exportSplat(cloud, 'compressed'));
  const highest = (values: Float32Array) =>
    Math.max(...Array.from({ length: count }, (_, i) => values[3 * i + 2]));
  expect(highest(xyz)).toBeCloseTo(highest(cloud.xyz), 2);
});

it('the page has the title, as text', async () => {
  const page = new TextDecoder().decode(await exportSplat(cloud, 'html', { title: 'A <b> & "c"' }));
  expect(page).toContain('<title>A &#60;b&#62; &#38; &#34;c&#34;</title>');
});

it('quaternions of any length, opaque and flat Gaussians can be written', async () => {
  const odd = randomCloud(9, { count: 50, logit: () => Infinity, rotation: () => [0, 0, 0, 0] });
  for (const format of EXPORT_NAMES) {
    const { cloud: opened } =
      format === 'html' ? { cloud: odd } : await openAnySplat(await exportSplat(odd, format), 'a');
    expect(opened.count, format).toBe(50);
  }
});
