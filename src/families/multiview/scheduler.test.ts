import { expect, test } from 'vitest';
import { readRecording } from '../../test/recording.ts';
import diffusers from '../../../models/parity/ddim_spacings.json' with { type: 'json' };
import recorded from '../../core/fixtures/ddim_50steps_eta1.json' with { type: 'json' };
import { alphasCumprod, ddimSteps, timesteps, type SchedulerConfig } from './scheduler.ts';

const config: SchedulerConfig = {
  betaStart: 0.00085,
  betaEnd: 0.012,
  schedule: 'scaled_linear',
  trainSteps: 1000,
  prediction: 'v_prediction',
  stepsOffset: 1,
  setAlphaToOne: false,
  spacing: 'trailing',
  eta: 0,
};

const recording = await readRecording('ddim_trailing');
const io = async (name: string) => (await recording.io(name)).data;
const largestDifference = (a: ArrayLike<number>, b: ArrayLike<number>) =>
  Array.from(a).reduce((worst, value, i) => Math.max(worst, Math.abs(value - b[i])), 0);

test('the official schedule, with 50 leading steps and eta 1, has the recorded constants', () => {
  const steps = ddimSteps({ ...config, spacing: 'leading', eta: 1 }, 50);
  const columns = steps.map((s) => [s.timestep, s.alphaBar, s.alphaBarPrev, s.sigma, s.cx, s.cv]);
  expect(largestDifference(columns.flat(), recorded.steps50.flat())).toBeLessThan(1e-6);
});

test('alphas and trailing time steps equal those of diffusers', async () => {
  expect(largestDifference(alphasCumprod(config), await io('alphas_cumprod'))).toBeLessThan(1e-5);
  for (const steps of [1, 2, 3, 4, 8, 20, 50])
    expect(timesteps(config, steps)).toEqual([...(await io(`timesteps_${steps}`))]);
});

test.each(
  diffusers.schedules.map((schedule) => {
    const { spacing, setAlphaToOne, eta, timesteps: times } = schedule;
    return [times.length, spacing, setAlphaToOne ? 'ᾱ = 1' : 'the first ᾱ', eta, schedule] as const;
  }),
)('%i %s steps that end at %s, with eta %i, equal those of diffusers', (...row) => {
  const { spacing, setAlphaToOne, eta, timesteps: times, after } = row[4];
  const own = {
    ...config,
    spacing: spacing === 'leading' ? spacing : 'trailing',
    setAlphaToOne,
    eta,
  } as const;
  expect(timesteps(own, times.length)).toEqual(times);
  const { x, v, noise } = diffusers;
  const results = ddimSteps(own, times.length).map(
    ({ cx, cv, sigma }) => cx * x + cv * v + sigma * noise,
  );
  expect(largestDifference(results, after)).toBeLessThan(1e-6);
});

test('every possible number of steps has finite constants and falling time steps', () => {
  for (const spacing of ['trailing', 'leading'] as const)
    for (const eta of [0, 1])
      for (const count of [1, 2, 7, 16, 30, 333, 999]) {
        const steps = ddimSteps({ ...config, spacing, eta }, count);
        expect(steps).toHaveLength(count);
        expect(steps.every(({ cx, cv, sigma }) => Number.isFinite(cx + cv + sigma))).toBe(true);
        expect(steps.every((s, i) => i === 0 || s.timestep < steps[i - 1].timestep)).toBe(true);
        expect(steps[count - 1].timestep).toBeGreaterThanOrEqual(0);
      }
});

test.each([0, -1, 1.5, 1001, NaN])('%s steps are refused', (steps) => {
  expect(() => timesteps(config, steps)).toThrowError(
    expect.objectContaining({ code: 'settings-invalid' }),
  );
});
