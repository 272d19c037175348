import { expect, it } from 'vitest';
import { figureText, shortNumber } from './figure-text.ts';

const figures = {
  ...{ psnr: 28.456, psnrMask: Infinity, ssim: 0.98004, ssimInner: null },
  ...{ lpips: null, iou: 0.8766, iouLab: null },
};

it('figures have the digits of evaluate, and signs for what cannot be computed', () => {
  expect(
    (['psnr', 'psnrMask', 'ssim', 'iou', 'iouLab'] as const).map((name) =>
      figureText(name, figures),
    ),
  ).toEqual(['28.46', '∞', '0.9800', '0.877', '–']);
});

it.each([
  [0, '0'],
  [0.0349912, '0.0350'],
  [2.91666, '2.92'],
  [307.785, '308'],
  [12345.6, '12346'],
  [-0.5, '-0.500'],
])('%d has three digits: %s', (value, text) => expect(shortNumber(value)).toBe(text));
