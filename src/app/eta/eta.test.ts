import { describe, expect, it } from 'vitest';
import { LearnedTimes, type RunKind } from './learned.ts';
import { remainingMs, roughTime } from './remaining.ts';

const kind = (change: Partial<RunKind> = {}): RunKind => ({
  packId: 'p',
  settings: { ply: 'standard', filters: 'pack', steps: 1, guidance: 1 },
  choice: { backend: 'wasm', threads: 2 },
  posed: false,
  ...change,
});

const storage = () => {
  const stored = new Map<string, string>();
  return {
    getItem: (key: string) => stored.get(key) ?? null,
    setItem: (key: string, value: string) => void stored.set(key, value),
  };
};

describe('learned times', () => {
  it('are the medians of the last five runs, and outlive the page', () => {
    const kept = storage();
    const learned = new LearnedTimes(kept);
    expect(learned.of(kind())).toBeNull();
    for (const ms of [9000, 1000, 2000, 4000, 3000, 5000]) learned.add(kind(), { matting: ms });
    expect(learned.of(kind())).toEqual(new Map([['matting', 3000]]));
    expect(new LearnedTimes(kept).of(kind())).toEqual(new Map([['matting', 3000]]));
  });

  it('of a stage that was reused are not learned', () => {
    const learned = new LearnedTimes(null);
    learned.add(kind(), { matting: 800, multiview: 4000 });
    for (const multiview of [5000, 6000]) learned.add(kind(), { matting: 0, multiview });
    expect(learned.of(kind())).toEqual(
      new Map([
        ['matting', 800],
        ['multiview', 5000],
      ]),
    );
  });

  it('hold only for runs like these', () => {
    const learned = new LearnedTimes(null);
    learned.add(kind(), { matting: 800, multiview: 4000, turntable: 2000 });
    const { settings } = kind();
    for (const other of [
      kind({ packId: 'q' }),
      kind({ posed: true }),
      kind({ choice: { backend: 'webgpu', threads: 2 } }),
      kind({ settings: { ...settings, steps: 50 } }),
      kind({ settings: { ...settings, guidance: 3 } }),
      kind({ settings: { ...settings, turntableFrames: 600 } }),
    ])
      expect(learned.of(other)).toBeNull();
    expect(learned.of(kind({ settings: { ...settings, seed: 7 } }))).not.toBeNull();
  });

  it('that are no times are forgotten', () => {
    for (const text of [
      '{',
      '[]',
      '{"p wasm 2 photo": {"matting": ["1"]}}',
      '{"p wasm 2 photo": 1}',
    ]) {
      const kept = storage();
      kept.setItem('stage-times', text);
      expect(new LearnedTimes(kept).of(kind())).toBeNull();
    }
  });
});

describe('the time that is left', () => {
  const usual = new Map([
    ['photo', 100],
    ['matting', 2000],
    ['turntable', 9000],
  ] as const);

  it('is that of the stages to come, and what is left of the one that runs', () => {
    const stages = { photo: 'reused', matting: 'running' } as const;
    expect(remainingMs(usual, { stage: 'matting', stages }, 500)).toBe(10_500);
    expect(remainingMs(usual, { stage: 'matting', stages }, 99_000)).toBe(9000);
  });

  it('is not known without the times of the stage that runs', () => {
    const at = { stage: 'matting', stages: { matting: 'running' } } as const;
    expect(remainingMs(null, at, 0)).toBeNull();
    expect(remainingMs(usual, { stage: null, stages: {} }, 0)).toBeNull();
    expect(remainingMs(usual, { stage: 'pose', stages: { pose: 'running' } }, 0)).toBeNull();
  });

  it.each([
    [0, { unit: 'few' }],
    [7999, { unit: 'few' }],
    [8000, { unit: 'seconds', count: 10 }],
    [42_100, { unit: 'seconds', count: 45 }],
    [55_001, { unit: 'minutes', count: 1 }],
    [61_000, { unit: 'minutes', count: 2 }],
    [3_600_000, { unit: 'minutes', count: 60 }],
  ])('of %d ms is said roughly', (ms, rough) => expect(roughTime(ms)).toEqual(rough));
});
