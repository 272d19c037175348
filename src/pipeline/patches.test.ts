import { describe, expect, it } from 'vitest';
import type { PlanarImage } from '../core/image.ts';
import { keptPatches, leastPerPatch } from './patches.ts';

/** White 4×4 view with one value set at (channel, y, x). */
const view = (value: number, channel: number, y: number, x: number): PlanarImage => {
  const data = new Float32Array(3 * 16).fill(1);
  data[channel * 16 + y * 4 + x] = value;
  return { width: 4, height: 4, channels: 3, data };
};

const views = [view(0.25, 2, 3, 0), view(0.5, 0, 1, 3)];

describe('keptPatches', () => {
  it('takes the least value over pixels and channels', () => {
    expect([...leastPerPatch(views, 2)]).toEqual([1, 1, 0.25, 1, 1, 0.5, 1, 1]);
  });

  it('keeps every patch without a rule', () => {
    expect(keptPatches(views, 2, undefined)).toHaveLength(8);
  });

  it('drops white patches', () => {
    expect(keptPatches(views, 2, { keep_white_above: 0.99, max_tokens: 8 })).toEqual([2, 5]);
    expect(keptPatches(views, 2, { keep_white_above: 0.5, max_tokens: 8 })).toEqual([2]);
  });

  it('keeps the least white ones, in their own order, where there are too many', () => {
    const three = [view(0.5, 0, 0, 0), view(0.2, 1, 0, 3), view(0.3, 2, 2, 2)];
    expect(keptPatches(three, 2, { keep_white_above: 0.99, max_tokens: 2 })).toEqual([5, 11]);
  });
});
