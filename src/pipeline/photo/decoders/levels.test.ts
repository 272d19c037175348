import { describe, expect, it } from 'vitest';
import { toLevels, type Samples } from './levels.ts';

/** A grey picture of 100 × 100 samples from 0 to `top`. */
const ramp = (top: number, white = 65535): Samples => ({
  width: 100,
  height: 100,
  channels: 1,
  data: Array.from({ length: 10_000 }, (_, i) => Math.round((i / 9999) * top)),
  white,
});

/** The last level, and whether the range was stretched. */
const brightest = (samples: Samples) => {
  const { image, stretched } = toLevels(samples);
  return [Math.max(...image.data.filter((_, i) => i % 4 === 0)), stretched];
};

describe('toLevels', () => {
  it.each([
    ['8 bits in 16', 255],
    ['10 bits in 16', 1023],
    ['12 bits in 16', 4095],
    ['14 bits in 16', 16383],
  ])('%s: the unused range is stretched', (_, top) =>
    expect(brightest(ramp(top))).toEqual([255, true]),
  );

  it.each([
    ['16 bits', 65535],
    ['a dark picture of 16 bits', 20_000],
  ])('%s: the range is kept', (_, top) =>
    expect(brightest(ramp(top))).toEqual([Math.round((255 * top) / 65535), false]),
  );

  it('8-bit samples are kept, however dark', () =>
    expect(brightest(ramp(20, 255))).toEqual([20, false]));

  it('an underexposed 12-bit picture is stretched to whole bits', () =>
    expect(brightest(ramp(900))).toEqual([Math.round((255 * 900) / 1023), true]));

  it('a defective pixel does not hide the unused range', () => {
    const samples = ramp(1023);
    const data = Array.from(samples.data);
    data[5000] = 65535;
    expect(toLevels({ ...samples, data }).stretched).toBe(true);
  });

  it('a hundred bright pixels are part of the picture', () => {
    const samples = ramp(1023);
    const data = Array.from(samples.data, (value, i) => (i % 100 === 0 ? 65535 : value));
    expect(toLevels({ ...samples, data }).stretched).toBe(false);
  });

  it('samples of more than 16 bits are stretched, too', () =>
    expect(brightest(ramp(4095, 2 ** 32 - 1))).toEqual([255, true]));

  it('a black picture stays black', () => expect(brightest(ramp(0))).toEqual([0, false]));

  it('alpha is not stretched', () => {
    const data = [1023, 65535, 1023, 0, 0, 32768, 512, 65535];
    const { image } = toLevels({ width: 2, height: 2, channels: 2, data, white: 65535 });
    expect([...image.data.filter((_, i) => i % 4 === 3)]).toEqual([255, 0, 128, 255]);
    expect(image.data[0]).toBe(255);
  });

  it('RGB keeps its channels apart', () => {
    const { image } = toLevels({ width: 1, height: 1, channels: 3, data: [1, 2, 3], white: 255 });
    expect([...image.data]).toEqual([1, 2, 3, 255]);
  });
});
