import { makeGenerator, pipelineNoise } from '../../core/noise/noise-order.ts';
import type { NetworkRunner } from '../runner.ts';
import { denoiser, type Condition } from '../unet/denoiser.ts';
import type { UnetConfig } from '../unet/graph.ts';
import { crossAttentionInputs } from '../unet/cross-attention-inputs.ts';
import { ddimStep, ddimSteps } from './scheduler.ts';
import type { MultiviewSection } from './section.ts';

/** Settings of one denoising run. */
export interface DenoiseSettings {
  seed: number;
  steps: number;
  /** Classifier-free guidance scale. 1: no guidance. */
  guidance: number;
  /** DDIM's noise per step, 0…1. Default: the pack's. */
  eta?: number;
  /** Whether the two halves of guidance run one after the other. */
  split: boolean;
}

/**
 * Denoises the views with DDIM: noise of the seed → latents of all views, [V, L, s, s].
 * @param onStep called and awaited after each step
 * @throws AppError `settings-invalid` for an impossible number of steps
 */
export async function denoiseViews(
  section: MultiviewSection,
  unet: { files: readonly string[]; config: UnetConfig },
  condition: Condition,
  { seed, steps: count, guidance, eta, split }: DenoiseSettings,
  runner: NetworkRunner,
  onStep: () => Promise<void>,
): Promise<Float32Array> {
  const { scheduler, noise: source = 'torch-cpu', oneStep, viewEmbeds } = section;
  const views = section.unet.config.num_views;
  const steps = ddimSteps({ ...scheduler, eta: eta ?? scheduler.eta }, count);
  const noise = pipelineNoise(makeGenerator(source, seed), {
    embeddings: condition.label ? (views * condition.label.length) / 2 : 0,
    latents: views * condition.image.data.length,
    // On a GPU FaceLift runs in half precision, and makes random numbers in half precision.
    type: source === 'torch-cuda' ? 'float16' : 'float32',
  });
  const context = await crossAttentionInputs(unet, viewEmbeds, steps.length > 1, runner);
  try {
    const denoise = denoiser(unet, condition, context, { scale: guidance, split }, runner);
    const scale = count === 1 ? (oneStep?.temperature ?? 1) : 1;
    let latents = noise.latents.map((value) => scale * value);
    for (const step of steps) {
      const v = await denoise(latents, step.timestep);
      latents = ddimStep(step, latents, v, noise.step(step.sigma));
      await onStep();
    }
    return latents;
  } finally {
    context.release();
  }
}
