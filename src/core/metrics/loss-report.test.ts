import { expect, it } from 'vitest';
import { adviceOf, fitOf, jsonLosses, type LossReport } from './loss-report.ts';
import type { LossStage, Verdict } from './losses.ts';

const report = (stage: LossStage | undefined, more: Partial<LossReport> = {}): LossReport => ({
  ...{ input: 'posed', viewSize: 128, fit: null, stages: [] },
  verdict: stage ? { kind: 'stage', stage } : { kind: 'even' },
  ...more,
});

it('the advice is that of the stage, of the input and of the likely cause', () => {
  const photo = { input: 'photo' } as const;
  const apart = { fit: fitOf([1, 0.97, 0.6]) };
  expect(adviceOf(report('views'))).toBe('posed-views');
  expect(adviceOf(report('cloud'))).toBe('posed-cloud');
  expect(adviceOf(report('cameras', apart))).toBe('posed-cameras');
  // Silhouettes that contradict each other are the cause of a bad splat, but not of small views.
  expect(adviceOf(report('cloud', apart))).toBe('posed-apart');
  expect(adviceOf(report('views', apart))).toBe('posed-views');
  expect(adviceOf(report('cloud', { ...photo, ...apart }))).toBe('photo-apart');
  expect(adviceOf(report('cloud', { fit: fitOf([1, 1, 0.96]) }))).toBe('posed-cloud');
  expect(adviceOf(report('views', { ...photo, repainted: true }))).toBe('photo-views');
  expect(adviceOf(report('views', { ...photo, repainted: false }))).toBe('photo-size');
  expect(adviceOf(report(undefined))).toBeNull();
  const outline: Verdict = { kind: 'even', outline: 'cloud' };
  expect(adviceOf(report(undefined, { verdict: outline }))).toBe('posed-cloud');
});

it('the fit has its mean and its worst view, and needs three views', () => {
  expect(fitOf([1, 0.7, 1])).toEqual({ mean: 0.9, least: 0.7, view: 1 });
  expect(fitOf([1, 0.2])).toBeNull();
});

it('JSON has rounded figures, and null for an infinite PSNR', () => {
  const stages = [
    { stage: 'views' as const, psnrMask: Infinity, iou: 1, share: 0, iouLost: 0 },
    { stage: 'cloud' as const, psnrMask: 20.12345, iou: 2 / 3, share: 1, iouLost: 1 / 3 },
  ];
  const painted = [{ view: 1, psnrMask: 17.98765, iou: null }];
  const whole = report('cloud', { stages, painted, fit: fitOf([1, 1, 0.5]), movedPixels: 1.2345 });
  expect(JSON.parse(JSON.stringify(jsonLosses(whole)))).toEqual({
    ...{ input: 'posed', viewSize: 128, movedPixels: 1.23 },
    verdict: { kind: 'stage', stage: 'cloud' },
    fit: { mean: 0.8333, least: 0.5, view: 2 },
    stages: [
      { stage: 'views', psnrMask: null, iou: 1, share: 0, iouLost: 0 },
      { stage: 'cloud', psnrMask: 20.123, iou: 0.6667, share: 1, iouLost: 0.3333 },
    ],
    painted: [{ view: 1, psnrMask: 17.988, iou: null }],
  });
});
