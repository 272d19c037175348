import { expect, it } from 'vitest';
import { LANGS } from '../../../core/languages.ts';
import type { LossReport } from '../../../core/metrics/loss-report.ts';
import { LOSS_STAGES, type Verdict } from '../../../core/metrics/losses.ts';
import { messages } from '../index.ts';
import {
  causeSentences,
  paintedSentence,
  rowName,
  shareText,
  verdictSentences,
} from './sentences.ts';

const report: LossReport = {
  ...{ input: 'posed', viewSize: 128, movedPixels: 3.26 },
  fit: { mean: 0.9996, least: 0.91, view: 4 },
  stages: [
    { stage: 'views', psnrMask: 30, iou: 0.99, share: 0.1, iouLost: 0.01 },
    { stage: 'cloud', psnrMask: 22, iou: 0.95, share: 0.3, iouLost: 0.04 },
    { stage: 'cameras', psnrMask: 19, iou: 0.9, share: 0.6, iouLost: 0.05 },
  ],
  verdict: { kind: 'stage', stage: 'cameras', outline: 'cloud' },
};

it('the sentences name the stage, its share, the advice and what is known of the cause', () => {
  const text = messages.en.losses;
  expect(verdictSentences(report, text)).toEqual([
    'Most is lost by the cameras of the file: 60% of the squared error in the mask.',
    'The outline (IoU) is lost mostly between the views and the splat.',
    'With the cameras of the file, pictures are up to 3.3 pixels beside the splat. Check the calibration and the masks, or evaluate with --aligned.',
  ]);
  // Only all of a silhouette is 100 %.
  expect(causeSentences(report, text)).toEqual([
    'Silhouettes that fit the other views: 99%, the least 91% (view 5).',
    'Pictures were moved by up to 3.3 pixels so that the masks fit.',
  ]);
  expect(causeSentences({ ...report, fit: { mean: 1, least: 1, view: 0 } }, text)[0]).toBe(
    'All silhouettes fit together.',
  );
  expect(report.stages.map((row) => [rowName(row, report, text), shareText(row, text)])).toEqual([
    ['View, 128²', '10%'],
    ['Splat, cameras moved to fit', '30%'],
    ['Splat, cameras of the file', '60%'],
  ]);
});

it('of a photo, the mean of the painted views is said', () => {
  const row = (view: number, psnrMask: number | null) => ({ view, psnrMask, iou: 0.9 });
  const photo = { ...report, painted: [row(1, 16), row(2, 19), row(3, null)] };
  expect(paintedSentence(photo, messages.en.losses)).toContain('The mean PSNR is 17.5 dB.');
  expect(paintedSentence(report, messages.en.losses)).toBeNull();
});

it('a move that rounds to nothing is not said', () => {
  const moved = (movedPixels: number) =>
    causeSentences({ ...report, fit: null, movedPixels }, messages.en.losses);
  expect(moved(0.04)).toEqual([]);
  expect(moved(0.06)).toEqual(['Pictures were moved by up to 0.1 pixels so that the masks fit.']);
});

it.each(LANGS)('every verdict has whole sentences: %s', (lang) => {
  const text = messages[lang].losses;
  const kinds: Verdict[] = [
    ...LOSS_STAGES.map((stage) => ({ kind: 'stage' as const, stage })),
    { kind: 'even', outline: 'cloud' },
    ...(['even', 'little', 'unknown'] as const).map((kind) => ({ kind })),
  ];
  for (const input of ['photo', 'posed'] as const)
    for (const verdict of kinds) {
      // A photo has no cameras.
      if (input === 'photo' && verdict.stage === 'cameras') continue;
      const all = verdictSentences({ ...report, input, verdict }, text);
      const hasAdvice = verdict.stage !== undefined || verdict.outline !== undefined;
      expect(all.length).toBe(1 + Number(hasAdvice) + Number(verdict.outline !== undefined));
      for (const sentence of all) {
        expect(sentence).not.toMatch(/[{}]|undefined|NaN/);
        expect(sentence).toMatch(/\.$/);
      }
    }
});
