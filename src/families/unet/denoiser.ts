import type { DeviceTensor, Feeds, Network, NetworkRunner } from '../runner.ts';
import type { CrossAttentionInputs } from './cross-attention-inputs.ts';
import { buildUnet, type UnetConfig } from './graph.ts';

/**
 * What the views are made from. The conditional half of guidance gets these inputs; the unconditional half gets
 * zeros.
 */
export interface Condition {
  /** Latents of the subject, [1, L, s, s]. */
  image: DeviceTensor;
  /** Heat maps of the keypoints, [V, 2K, s, s]; null in packs without a pose stage. */
  maps: DeviceTensor | null;
  /** Class label of every view, [1, P]; null in packs without an image encoder. */
  label: DeviceTensor | null;
}

/** Which halves of classifier-free guidance the UNet computes. */
export interface Halves {
  /** Whether there is guidance. Without it, only the conditional half is computed. */
  guided: boolean;
  /** Whether the two halves run one after the other, which needs half the memory. */
  split: boolean;
}

/** The UNet's predictions, [V, L, s, s] each: with the condition, and, if there is guidance, without it. */
export type Predictions = { v: DeviceTensor; v_without?: DeviceTensor };

/** How the UNet runs: `halves` that it computes at once, latents along a side, and its cross-attentions' inputs. */
interface UnetRun extends Pick<CrossAttentionInputs, 'tokens' | 'cached'> {
  halves: 1 | 2;
  size: number;
}

/** The halves that one pass of the UNet computes. */
export const halvesOf = ({ guided, split }: Halves): 1 | 2 => (guided && !split ? 2 : 1);

/** The UNet as a network that takes the parts of its input (parts.ts). */
export const unetNetwork = (
  { files, config }: { files: readonly string[]; config: UnetConfig },
  { halves, size, tokens, cached }: UnetRun,
  runner: NetworkRunner,
): Network =>
  runner.network(files, {
    name: 'multi-view model',
    variant: `${size} ×${halves} ${cached}`,
    build: (options) =>
      buildUnet(config, {
        ...options,
        halves,
        size,
        tokens,
        sharedContext: true,
        cachedContext: cached,
        parts: true,
      }),
  });

/**
 * The UNet as a function. It takes the noisy latents of all views, [V, L, s, s], and the time step. The caller
 * frees the predictions.
 */
export function denoiser(
  unet: { files: readonly string[]; config: UnetConfig },
  { image, maps, label }: Condition,
  views: CrossAttentionInputs,
  { guided, split }: Halves,
  runner: NetworkRunner,
): (latents: DeviceTensor, timestep: number) => Promise<Predictions> {
  const size = image.shape[2];
  const { tokens, cached, feeds: context } = views;
  const halves = halvesOf({ guided, split });
  const network = unetNetwork(unet, { halves, size, tokens, cached }, runner);
  const count = unet.config.num_views ?? 6;
  /** @param conditioned for each half that is computed, whether it gets the condition */
  const run = (
    latents: DeviceTensor,
    timestep: number,
    conditioned: readonly boolean[],
    names: readonly ('v' | 'v_without')[],
  ) => {
    const rows = conditioned.flatMap((value) => Array<number>(count).fill(value ? 1 : 0));
    const feeds: Feeds = {
      latents,
      image,
      ...(maps && { maps }),
      ...(label && { label }),
      conditioned: { data: Float32Array.from(rows), shape: [rows.length, 1, 1, 1] },
      timestep: { data: new Float32Array([timestep]), shape: [1] },
      ...context,
    };
    return runner.runOnDevice(network, feeds, names);
  };
  if (!guided) return (latents, timestep) => run(latents, timestep, [true], ['v']);
  if (!split)
    return (latents, timestep) => run(latents, timestep, [false, true], ['v', 'v_without']);
  return async (latents, timestep) => {
    const without = await run(latents, timestep, [false], ['v']);
    const { v } = await run(latents, timestep, [true], ['v']);
    return { v, v_without: without.v };
  };
}
