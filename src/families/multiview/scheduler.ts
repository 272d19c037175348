import { AppError } from '../../core/errors.ts';

/** DDIM (Song et al. 2021) with a scaled-linear schedule and v-prediction. Names as in diffusers' config. */
export interface SchedulerConfig {
  betaStart: number;
  betaEnd: number;
  schedule: 'scaled_linear';
  trainSteps: number;
  prediction: 'v_prediction';
  /** Added to the time steps of `leading` spacing. */
  stepsOffset: number;
  /** True: the last step ends at ᾱ = 1. False: it ends at the first ᾱ of the schedule. */
  setAlphaToOne: boolean;
  spacing: 'trailing' | 'leading';
  /** 0: deterministic. 1: as much noise as DDPM, in the last step too. */
  eta: number;
}

/** The constants of one denoising step: x′ = cx·x + cv·v + sigma·noise (step-graph.ts). */
interface DdimStep {
  /** Input of the network, 0 … trainSteps−1. */
  timestep: number;
  alphaBar: number;
  alphaBarPrev: number;
  cx: number;
  cv: number;
  sigma: number;
}

/** Cumulative products ᾱ_t of 1−β_t, where √β is linear from √betaStart to √betaEnd. */
export function alphasCumprod({ betaStart, betaEnd, trainSteps }: SchedulerConfig): Float64Array {
  const [first, last] = [Math.sqrt(betaStart), Math.sqrt(betaEnd)];
  let product = 1;
  return Float64Array.from({ length: trainSteps }, (_, t) => {
    const root = first + ((last - first) * t) / Math.max(trainSteps - 1, 1);
    return (product *= 1 - root * root);
  });
}

/** Rounds to the nearest integer. A half is rounded to the even integer, as in numpy. */
function roundHalfEven(x: number): number {
  const floor = Math.floor(x);
  if (x - floor !== 0.5) return Math.round(x);
  return floor % 2 === 0 ? floor : floor + 1;
}

/**
 * The time steps from noise to picture, `steps` in number, spaced as in diffusers.
 * @throws AppError `settings-invalid` if this number of steps is not possible
 */
export function timesteps(config: SchedulerConfig, steps: number): number[] {
  const { trainSteps, spacing, stepsOffset } = config;
  // With more steps, leading spacing would begin beyond the schedule's end.
  const max = spacing === 'trailing' ? trainSteps : trainSteps - stepsOffset;
  if (!Number.isInteger(steps) || steps < 1 || steps > max)
    throw new AppError('settings-invalid', {
      message: `${steps} steps are not possible, only 1 to ${max}`,
      stage: 'multiview',
      values: { setting: 'steps', value: steps, max },
    });
  if (spacing === 'trailing')
    return Array.from(
      { length: steps },
      (_, i) => roundHalfEven(trainSteps - (i * trainSteps) / steps) - 1,
    );
  const ratio = Math.floor(trainSteps / steps);
  return Array.from({ length: steps }, (_, i) => (steps - 1 - i) * ratio + stepsOffset);
}

/**
 * The constants of every step, derived from
 * x̂₀ = √ᾱ·x − √(1−ᾱ)·v, ε̂ = √ᾱ·v + √(1−ᾱ)·x, σ = η·√((1−ᾱₚ)/(1−ᾱ)·(1−ᾱ/ᾱₚ)), x′ = √ᾱₚ·x̂₀ + √(1−ᾱₚ−σ²)·ε̂ + σ·z.
 * @throws AppError `settings-invalid` if this number of steps is not possible
 */
export function ddimSteps(config: SchedulerConfig, steps: number): DdimStep[] {
  const alphas = alphasCumprod(config);
  const stride = Math.floor(config.trainSteps / steps);
  return timesteps(config, steps).map((timestep) => {
    // diffusers subtracts a fixed stride, even if the time steps are not evenly spaced.
    const previous = timestep - stride;
    const alphaBar = alphas[timestep];
    const alphaBarPrev = previous >= 0 ? alphas[previous] : config.setAlphaToOne ? 1 : alphas[0];
    const variance = ((1 - alphaBarPrev) / (1 - alphaBar)) * (1 - alphaBar / alphaBarPrev);
    const sigma = config.eta * Math.sqrt(variance);
    const direction = Math.sqrt(Math.max(1 - alphaBarPrev - sigma * sigma, 0));
    const [signal, noise] = [Math.sqrt(alphaBar), Math.sqrt(1 - alphaBar)];
    const cx = Math.sqrt(alphaBarPrev) * signal + direction * noise;
    const cv = direction * signal - Math.sqrt(alphaBarPrev) * noise;
    return { timestep, alphaBar, alphaBarPrev, cx, cv, sigma };
  });
}
