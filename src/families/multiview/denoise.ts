import { makeGenerator, pipelineNoise } from '../../core/noise/noise-order.ts';
import type { DeviceTensor, NetworkRunner } from '../runner.ts';
import { denoiser, halvesOf, unetNetwork, type Condition } from '../unet/denoiser.ts';
import type { UnetConfig } from '../unet/graph.ts';
import { crossAttentionInputs } from '../unet/cross-attention-inputs.ts';
import { clean, type Preview } from './preview.ts';
import { ddimSteps } from './scheduler.ts';
import type { SavedLatents } from './saved-latents.ts';
import type { MultiviewSection } from './section.ts';
import { ddimStepNetwork } from './step-graph.ts';

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

/** Whether keys and values of the cross-attentions are computed once for all steps. A single step has no use for it. */
export const cachesContext = (steps: number): boolean => steps > 1;

/** The latents of at most this many steps are kept on the device, to find the step that went wrong. */
const KEPT_STEPS = 50;

const scalar = (value: number) => ({ data: new Float32Array([value]), shape: [1] });

/**
 * Denoises the views with DDIM: noise of the seed → latents of all views, [V, L, s, s], on the device.
 * @param keep called with the latents of the last step and of up to `KEPT_STEPS` earlier steps. The caller frees them
 *   when they are of no more use, also after an error
 * @param saved if it has latents already, the denoising goes on after them
 * @param onStep called and awaited after each step
 * @param preview gets the views between two steps, if there is one
 * @throws AppError `settings-invalid` for an impossible number of steps
 */
export async function denoiseViews(
  section: MultiviewSection,
  unet: { files: readonly string[]; config: UnetConfig },
  condition: Condition,
  { seed, steps: count, guidance, eta, split }: DenoiseSettings,
  runner: NetworkRunner,
  keep: (latents: DeviceTensor) => void,
  saved: SavedLatents,
  onStep: () => Promise<void>,
  preview?: Preview,
): Promise<DeviceTensor> {
  const { scheduler, noise: source = 'torch-cpu', oneStep, viewEmbeds } = section;
  const views = section.unet.config.num_views;
  const shape = [views, ...condition.image.shape.slice(1)];
  const steps = ddimSteps({ ...scheduler, eta: eta ?? scheduler.eta }, count);
  const noise = pipelineNoise(makeGenerator(source, seed), {
    embeddings: condition.label ? (views * condition.label.shape[1]) / 2 : 0,
    latents: shape.reduce((a, b) => a * b),
    // On a GPU FaceLift runs in half precision, and makes random numbers in half precision.
    type: source === 'torch-cuda' ? 'float16' : 'float32',
  });
  const cached = cachesContext(steps.length);
  const context = await crossAttentionInputs(unet, viewEmbeds, cached, runner);
  const guided = guidance !== 1;
  const noisy = steps.some(({ sigma }) => sigma > 0);
  const step = ddimStepNetwork(shape, { guided, noisy });
  const denoise = denoiser(unet, condition, context, { guided, split }, runner);
  const run = { halves: halvesOf({ guided, split }), size: shape[2], ...context };
  const network = unetNetwork(unet, run, runner);
  const every = Math.ceil(steps.length / KEPT_STEPS);
  const scale = count === 1 ? (oneStep?.temperature ?? 1) : 1;
  const start = saved.values ?? noise.latents.map((value) => scale * value);
  let latents = await runner.upload({ data: start, shape });
  /** Whether the caller frees `latents`. */
  let kept = false;
  try {
    for (const [i, constants] of steps.entries()) {
      const { timestep, cx, cv, sigma } = constants;
      const drawn = noise.step(sigma);
      if (i < saved.steps) {
        await onStep();
        continue;
      }
      const predictions = await denoise(latents, timestep);
      const z = drawn ?? (noisy ? new Float32Array(noise.latents.length) : undefined);
      const { next } = await runner.runOnDevice(
        step,
        {
          latents,
          ...predictions,
          cx: scalar(cx),
          cv: scalar(cv),
          ...(guided && { scale: scalar(guidance) }),
          ...(z && { noise: { data: z, shape }, sigma: scalar(sigma) }),
        },
        ['next'],
        { blame: network, part: `step ${i + 1} of ${steps.length}` },
      );
      const [before, wasKept] = [latents, kept];
      runner.free(Object.values(predictions));
      [latents, kept] = [next, false];
      try {
        if (preview?.isDue && i + 1 < steps.length) {
          const [x, after] = await runner.read([before, next]);
          await preview.show({ shape, data: clean(x.data, after.data, z, constants) });
        }
      } finally {
        if (!wasKept) runner.free([before]);
      }
      kept = i + 1 === steps.length || (i + 1) % every === 0;
      if (kept) keep(latents);
      if (i + 1 < steps.length) await saved.save(i + 1, latents, runner);
      await onStep();
    }
    return latents;
  } catch (error) {
    if (!kept) runner.free([latents]);
    throw error;
  } finally {
    context.release();
  }
}
