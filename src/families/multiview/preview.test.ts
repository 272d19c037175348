import { expect, test } from 'vitest';
import { seededUniform } from '../../test/seeded.ts';
import { clean, colourViews, fitColours } from './preview.ts';
import { ddimSteps, type SchedulerConfig } from './scheduler.ts';

const SIZE = 8;
const CHANNELS = 4;

test('a linear autoencoder is inverted, for views that it was not fitted to', () => {
  const mix = seededUniform('mix', 3 * (CHANNELS + 1));
  const colourOf = (latents: Float32Array, view: number, c: number, at: number) => {
    let value = 0.2 * mix[3 * CHANNELS + c];
    for (let l = 0; l < CHANNELS; l++)
      value += 0.2 * mix[3 * l + c] * latents[(view * CHANNELS + l) * SIZE ** 2 + at];
    return value;
  };
  const shown = seededUniform('shown', CHANNELS * SIZE ** 2);
  const data = Float32Array.from({ length: 3 * SIZE ** 2 }, (_, i) =>
    colourOf(shown, 0, Math.floor(i / SIZE ** 2), i % SIZE ** 2),
  );
  const picture = { width: SIZE, height: SIZE, channels: 3, data };
  const map = fitColours({ data: shown, shape: [1, CHANNELS, SIZE, SIZE] }, picture);
  const latents = seededUniform('latents', 2 * CHANNELS * SIZE ** 2);
  const views = colourViews({ data: latents, shape: [2, CHANNELS, SIZE, SIZE] }, map);
  expect(views.map(({ width, height }) => [width, height])).toEqual([
    [SIZE, SIZE],
    [SIZE, SIZE],
  ]);
  for (const [view, { data: pixels }] of views.entries())
    for (let at = 0; at < SIZE ** 2; at++)
      for (let c = 0; c < 3; c++) {
        const expected = 127.5 + 127.5 * colourOf(latents, view, c, at);
        expect(Math.abs(pixels[4 * at + c] - expected)).toBeLessThan(1.5);
      }
});

test('latents of one value, as of an empty picture, still give a map', () => {
  const latents = new Float32Array(CHANNELS * SIZE ** 2);
  const picture = { width: 16, height: 16, channels: 3, data: new Float32Array(3 * 256).fill(1) };
  const map = fitColours({ data: latents, shape: [1, CHANNELS, SIZE, SIZE] }, picture);
  const [view] = colourViews({ data: latents, shape: [1, CHANNELS, SIZE, SIZE] }, map);
  expect([...view.data.slice(0, 4)]).toEqual([255, 255, 255, 255]);
});

test.each([0, 1])('with eta %d a step gives back the picture without noise', (eta) => {
  const config: SchedulerConfig = {
    ...{ betaStart: 0.00085, betaEnd: 0.012, schedule: 'scaled_linear', trainSteps: 1000 },
    ...{
      prediction: 'v_prediction',
      stepsOffset: 1,
      setAlphaToOne: false,
      spacing: 'leading',
      eta,
    },
  };
  for (const step of ddimSteps(config, 5)) {
    const [picture, noise, z] = seededUniform(`step ${step.timestep}`, 3);
    const [signal, rest] = [Math.sqrt(step.alphaBar), Math.sqrt(1 - step.alphaBar)];
    const x = signal * picture + rest * noise;
    const v = signal * noise - rest * picture;
    const next = step.cx * x + step.cv * v + step.sigma * z;
    const one = (value: number) => Float32Array.of(value);
    expect(clean(one(x), one(next), one(z), step)[0]).toBeCloseTo(picture, 3);
  }
});
