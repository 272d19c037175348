import { describe, expect, it } from 'vitest';
import { AppError } from '../../core/errors.ts';
import { sizeQuestion, typedSize } from './calibration.ts';

const sample = { name: 's', camerasName: 'c.mat', cameras: [], pictures: [], masks: [] };
const error = (code: 'calibration-size' | 'camera-invalid' = 'calibration-size') =>
  new AppError(code, {
    message: 'x',
    values: { width: 640, height: 569, cx: 604, cy: 493, sizes: '1152x1024 1280x1138' },
  });

describe('sizeQuestion', () => {
  it('is what the error says', () => {
    expect(sizeQuestion(error(), sample)).toEqual({
      sample,
      picture: { width: 640, height: 569 },
      middle: { cx: 604, cy: 493 },
      sizes: [
        { width: 1152, height: 1024 },
        { width: 1280, height: 1138 },
      ],
    });
  });

  it('begins with the size of an earlier sample, if the pictures have its proportions', () => {
    const usual = { width: 1280, height: 1138 };
    const sizes = sizeQuestion(error(), sample, usual)?.sizes;
    expect(sizes?.map(({ width }) => width)).toEqual([1280, 1152]);
    const other = sizeQuestion(error(), sample, { width: 1920, height: 1080 })?.sizes;
    expect(other?.map(({ width }) => width)).toEqual([1152, 1280]);
  });

  it('other errors ask nothing, and nothing is asked about a photo', () => {
    expect(sizeQuestion(error('camera-invalid'), sample)).toBeNull();
    expect(sizeQuestion(error(), undefined)).toBeNull();
  });
});

describe('typedSize', () => {
  const question = { picture: { width: 640, height: 569 }, middle: { cx: 604, cy: 493 } };

  it.each(['', 'a', '1.5', '-3', '0', '123456'])('%j is not complete', (text) => {
    expect(typedSize(text, '1024', question)).toEqual({ kind: 'incomplete' });
    expect(typedSize('1152', text, question)).toEqual({ kind: 'incomplete' });
  });

  it('has the proportions of the pictures', () => {
    expect(typedSize('1152', '1000', question)).toEqual({ kind: 'proportions', height: 1024 });
    expect(typedSize(' 1152', '1024', question)).toEqual({
      ...{ kind: 'size', size: { width: 1152, height: 1024 } },
      middle: { x: 52, y: 48 },
    });
  });
});
