import { expect, it } from 'vitest';
import { lossesOf, posedLosses, type Kept } from './losses.ts';

/** A view of 100 colours with this sum of squared errors, whose coverage shares this part of its union with the mask. */
const kept = (sum: number, iou: number): Kept => ({
  inside: { sum, count: 100 },
  covered: { both: 1000 * iou, either: 1000 },
});

const after = (views: Kept[], cloud: Kept[], cameras?: Kept[]) =>
  lossesOf([
    { stage: 'views', views },
    { stage: 'cloud', views: cloud },
    ...(cameras ? [{ stage: 'cameras' as const, views: cameras }] : []),
  ]);

it('each stage has added the error that was not there before it', () => {
  const { stages, verdict } = after([kept(1, 0.98)], [kept(4, 0.9)], [kept(5, 0.85)]);
  expect(stages.map(({ stage }) => stage)).toEqual(['views', 'cloud', 'cameras']);
  // Mean squared errors of 0.01, 0.04 and 0.05.
  [20, 13.9794, 13.0103].forEach((psnr, i) => expect(stages[i].psnrMask).toBeCloseTo(psnr, 4));
  [0.2, 0.6, 0.2].forEach((share, i) => expect(stages[i].share).toBeCloseTo(share, 12));
  [0.02, 0.08, 0.05].forEach((lost, i) => expect(stages[i].iouLost).toBeCloseTo(lost, 12));
  expect(verdict).toEqual({ kind: 'stage', stage: 'cloud' });
});

it('PSNR is the mean of the views, and shares are of all pixels together', () => {
  const { stages } = after([kept(1, 1), kept(0.01, 1)], [kept(2, 1), kept(2, 1)]);
  expect(stages[0].psnrMask).toBeCloseTo(30, 9);
  expect(stages[0].share).toBeCloseTo(1.01 / 4, 12);
});

it('a stage that brings something back has added nothing', () => {
  const { stages, verdict } = after([kept(4, 0.9)], [kept(3, 0.95)]);
  expect(stages.map(({ share }) => share)).toEqual([1, 0]);
  expect(stages[1].iouLost).toBeCloseTo(-0.05, 12);
  expect(verdict).toEqual({ kind: 'stage', stage: 'views' });
});

it('the stage that loses the outline is named if it is another one', () => {
  expect(after([kept(6, 0.99)], [kept(7, 0.8)]).verdict).toEqual({
    kind: 'stage',
    stage: 'views',
    outline: 'cloud',
  });
  // A loss of two hundredths is noise.
  expect(after([kept(6, 0.99)], [kept(7, 0.975)]).verdict).not.toHaveProperty('outline');
});

it('no stage stands out if the shares are alike', () => {
  expect(after([kept(5, 0.9)], [kept(10.4, 0.8)]).verdict).toEqual({ kind: 'even' });
  expect(after([kept(5, 0.9)], [kept(11.2, 0.8)]).verdict).toEqual({
    kind: 'stage',
    stage: 'cloud',
  });
});

it('hardly anything is lost: no stage is blamed', () => {
  const verdict = (sum: number, iou: number) => after([kept(0.001, 1)], [kept(sum, iou)]).verdict;
  expect(verdict(0.03, 0.98)).toEqual({ kind: 'little' });
  expect(verdict(0.04, 0.98)).toMatchObject({ kind: 'stage', stage: 'cloud' });
  expect(verdict(0.03, 0.9)).toMatchObject({ kind: 'stage', stage: 'cloud' });
});

it('equal pictures, empty masks and a single stage', () => {
  const equal = after([kept(0, 1)], [kept(0, 1)]);
  expect(equal.stages.map(({ psnrMask, share }) => [psnrMask, share])).toEqual([
    [Infinity, null],
    [Infinity, null],
  ]);
  expect(equal.verdict).toEqual({ kind: 'little' });
  const empty: Kept = { inside: { sum: 0, count: 0 }, covered: { both: 0, either: 0 } };
  const none = after([empty], [empty]);
  expect(none.stages[1]).toMatchObject({ psnrMask: null, iou: null, share: null, iouLost: null });
  expect(none.verdict).toEqual({ kind: 'unknown' });
  expect(lossesOf([{ stage: 'cloud', views: [kept(3, 0.9)] }]).verdict).toEqual({
    kind: 'unknown',
  });
});

it('of posed pictures, the cameras are a stage only if one was moved', () => {
  const still = { views: kept(1, 1), moved: null, file: kept(3, 0.9) };
  expect(posedLosses([still, still]).stages.map(({ stage }) => stage)).toEqual(['views', 'cloud']);
  const moved = { views: kept(1, 1), moved: kept(2, 0.95), file: kept(10, 0.6) };
  const { stages, verdict } = posedLosses([still, moved]);
  // In all: 2 after the views, 3 + 2 after the splat, 3 + 10 with the cameras of the file.
  [2, 3, 8].forEach((sum, i) => expect(stages[i].share).toBeCloseTo(sum / 13, 12));
  expect(verdict).toEqual({ kind: 'stage', stage: 'cameras' });
});
