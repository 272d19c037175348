import { describe, expect, it } from 'vitest';
import { seededUniform } from '../../src/test/seeded.ts';
import { smoothed } from './smooth.ts';

const frames = (count: number, value: (frame: number) => number[]) =>
  new Map(Array.from({ length: count }, (_, frame) => [frame, value(frame)] as const));

describe('smoothed', () => {
  it('leaves steady movement as it is, at the ends and beside missing frames too', () => {
    const path = frames(12, (t) => [3 - 2 * t, 0.5 * t]);
    for (const missing of [1, 5, 6]) path.delete(missing);
    const out = smoothed(path);
    expect([...out.keys()]).toEqual([...path.keys()]);
    for (const [frame, value] of out)
      value.forEach((each, k) => expect(each).toBeCloseTo(path.get(frame)![k], 10));
  });

  it('leaves a frame without neighbours as it is', () => {
    expect([...smoothed(new Map([[4, [1, 2, 3]]]))]).toEqual([[4, [1, 2, 3]]]);
  });

  it('takes out most of the noise', () => {
    const noise = seededUniform('noise', 200, 0.5);
    const noisy = smoothed(frames(200, (t) => [t / 10 + noise[t]]));
    const error = [...noisy].map(([t, [value]]) => (value - t / 10) ** 2);
    const rms = Math.sqrt(error.reduce((a, b) => a + b) / error.length);
    // The weights 1 4 6 4 1 leave √70/16 = 0.52 of white noise, which has √(1/12) = 0.29 here.
    expect(rms).toBeGreaterThan(0.1);
    expect(rms).toBeLessThan(0.52 * 0.29 * 1.15);
  });

  it('takes frames by their numbers: one that is far away changes nothing', () => {
    const path = new Map([
      [0, [0]],
      [1, [4]],
      [9, [100]],
    ]);
    expect(smoothed(path)).toEqual(path);
  });
});
