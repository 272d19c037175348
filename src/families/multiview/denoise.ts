import { makeGenerator, pipelineNoise } from '../../core/noise/noise-order.ts';
import type { Runner } from '../runner.ts';
import { denoiser, type Condition } from '../unet/denoiser.ts';
import type { UnetConfig } from '../unet/graph.ts';
import { viewContext } from '../unet/view-context.ts';
import { ddimStep, ddimSteps } from './scheduler.ts';
import type { MultiviewStage } from './stage.ts';

export interface DenoiseSettings {
  seed: number;
  steps: number;
  /** Classifier-free guidance scale. 1: no guidance. */
  guidance: number;
  /** DDIM's noise per step, 0…1. Without it the pack's. */
  eta?: number;
  /** The two halves of guidance one after the other. */
  split: boolean;
}

/** DDIM from the seed's noise to the latents of all views, [V, L, s, s]. */
export async function denoiseViews(
  stage: MultiviewStage,
  unet: { files: readonly string[]; config: UnetConfig },
  condition: Condition,
  { seed, steps: count, guidance, eta, split }: DenoiseSettings,
  runner: Runner,
  onStep: () => Promise<void>,
): Promise<Float32Array> {
  const { scheduler, noise: source = 'torch-cpu', oneStep, viewEmbeds } = stage;
  const views = stage.unet.config.num_views;
  const steps = ddimSteps({ ...scheduler, eta: eta ?? scheduler.eta }, count);
  const noise = pipelineNoise(makeGenerator(source, seed), {
    embeddings: condition.label ? (views * condition.label.length) / 2 : 0,
    latents: views * condition.image.data.length,
    // On a GPU FaceLift runs in half precision, and so do its random numbers.
    type: source === 'torch-cuda' ? 'float16' : 'float32',
  });
  const context = await viewContext(unet, viewEmbeds, steps.length > 1, runner);
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
