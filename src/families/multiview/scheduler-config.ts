import { z } from 'zod';
import { requireLimits, type Limits } from '../limits.ts';
import { configUnusable } from '../unfit.ts';
import type { MultiviewSection } from './section.ts';

/** `stages.multiview.scheduler` of pack.json. */
export type Scheduler = MultiviewSection['scheduler'];

/** FaceLift's scheduler: the DDIM config of Stable Diffusion 2.1-unclip, with η = 1. */
export const FACELIFT_SCHEDULER: Scheduler = {
  betaStart: 0.00085,
  betaEnd: 0.012,
  schedule: 'scaled_linear',
  trainSteps: 1000,
  prediction: 'v_prediction',
  stepsOffset: 1,
  setAlphaToOne: false,
  spacing: 'leading',
  eta: 1,
};

/** diffusers' DDIMScheduler config: the keys that change its results. Other values of these keys are refused. */
const schema = z.looseObject({
  beta_start: z.number(),
  beta_end: z.number(),
  beta_schedule: z.literal('scaled_linear'),
  num_train_timesteps: z.int().positive(),
  prediction_type: z.literal('v_prediction'),
  steps_offset: z.int().min(0).max(1).default(0),
  set_alpha_to_one: z.boolean().default(true),
  timestep_spacing: z.enum(['leading', 'trailing']).default('leading'),
  clip_sample: z.literal(false),
  thresholding: z.literal(false).optional(),
  rescale_betas_zero_snr: z.literal(false).optional(),
  trained_betas: z.null().optional(),
});

const LIMITS: Limits = {
  beta_start: { min: 1e-9, max: 1, real: true },
  beta_end: { min: 1e-9, max: 1, real: true },
  num_train_timesteps: { min: 1, max: 10_000 },
  steps_offset: { min: 0, max: 1 },
};

const isScheduler = (value: unknown): value is { prediction_type: unknown } =>
  typeof value === 'object' && value !== null && 'prediction_type' in value && 'beta_end' in value;

/**
 * Finds the scheduler of the denoising among all configs. FaceLift's download also contains unCLIP's scheduler,
 * for the noise of the image embedding, which predicts epsilon.
 */
export function denoisingSchedule<File extends { path: string; value: unknown }>(
  json: readonly File[],
): File | undefined {
  const all = json.filter(
    ({ path, value }) => isScheduler(value) && !/(^|\/)image_noising_scheduler\//.test(path),
  );
  const predictsV = all.find(
    ({ value }) => isScheduler(value) && value.prediction_type === 'v_prediction',
  );
  return predictsV ?? all[0];
}

/**
 * Reads a scheduler from diffusers' config.
 * @throws AppError `config-invalid` for a number that is not allowed; `checkpoint-unfit` if this DDIM cannot reproduce
 *   the scheduler
 */
export function schedulerOf(json: unknown, path: string): Scheduler {
  if (typeof json === 'object' && json !== null) requireLimits(json, LIMITS, path);
  const result = schema.safeParse(json);
  if (!result.success) throw configUnusable(path, result.error);
  const given = result.data;
  return {
    ...FACELIFT_SCHEDULER,
    betaStart: given.beta_start,
    betaEnd: given.beta_end,
    trainSteps: given.num_train_timesteps,
    stepsOffset: given.steps_offset,
    setAlphaToOne: given.set_alpha_to_one,
    spacing: given.timestep_spacing,
  };
}
