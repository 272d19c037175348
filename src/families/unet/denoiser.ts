import type { NdArray } from '../../core/image/image.ts';
import { guide } from '../multiview/scheduler.ts';
import { buildUnet, type UnetConfig } from './graph.ts';
import type { NetworkRunner } from '../runner.ts';
import type { CrossAttentionInputs } from './cross-attention-inputs.ts';

/**
 * What the views are made from. The conditional half of guidance gets these inputs; the unconditional half gets
 * zeros.
 */
export interface Condition {
  /** Latents of the subject, [1, L, s, s]. */
  image: NdArray;
  /** Heat maps of the keypoints, [V, 2K, s, s]; null in packs without a pose stage. */
  maps: NdArray | null;
  /** Class label of every view; null in packs without an image encoder. */
  label: Float32Array | null;
}

/** Classifier-free guidance. */
export interface Guidance {
  /** 1: no guidance. */
  scale: number;
  /** Whether the two halves run one after the other, which needs half the memory. */
  split: boolean;
}

type Denoise = (latents: Float32Array, timestep: number) => Promise<Float32Array>;

/**
 * The UNet as a function. It takes the noisy latents of all views, [V, L, s, s], and the time step. It returns
 * v, of the same shape.
 */
export function denoiser(
  { files, config }: { files: readonly string[]; config: UnetConfig },
  condition: Condition,
  views: CrossAttentionInputs,
  { scale, split }: Guidance,
  runner: NetworkRunner,
): Denoise {
  const halves = scale === 1 || split ? 1 : 2;
  const size = condition.image.shape[2];
  const { tokens, cached, feeds: context } = views;
  const network = runner.network(files, {
    variant: `${size} ×${halves} ${cached}`,
    build: (options) =>
      buildUnet(config, {
        ...options,
        halves,
        size,
        tokens,
        sharedContext: true,
        cachedContext: cached,
      }),
  });
  const run = async (batch: Batch, latents: Float32Array, timestep: number) => {
    batch.setLatents(latents);
    const feeds = {
      ...batch.feeds,
      timestep: { data: new Float32Array([timestep]), shape: [1] },
      ...context,
    };
    return (await runner.run(network, feeds, ['v'])).v.data;
  };
  const count = config.num_views ?? 6;
  const conditional = new Batch(condition, config, count, [true]);
  if (scale === 1) return (latents, timestep) => run(conditional, latents, timestep);
  if (!split) {
    const both = new Batch(condition, config, count, [false, true]);
    return async (latents, timestep) => guide(await run(both, latents, timestep), scale);
  }
  const unconditional = new Batch(condition, config, count, [false]);
  return async (latents, timestep) => {
    const without = await run(unconditional, latents, timestep);
    const both = new Float32Array(2 * without.length);
    both.set(without);
    both.set(await run(conditional, latents, timestep), without.length);
    return guide(both, scale);
  };
}

/**
 * The inputs of one pass of the UNet. Each row belongs to one half and one view. It has the channels noisy
 * latents | subject's latents | heat maps, and a class label.
 */
class Batch {
  readonly feeds: Record<string, { data: Float32Array; shape: number[] }>;
  readonly #sample: Float32Array;
  readonly #stride: number;
  readonly #perView: number;
  readonly #views: number;

  /** @param halves for each half, whether it gets the condition */
  constructor(
    { image, maps, label }: Condition,
    { in_channels: channels }: UnetConfig,
    views: number,
    halves: readonly boolean[],
  ) {
    const size = image.shape[2];
    const rows = halves.length * views;
    this.#views = views;
    this.#perView = image.data.length;
    this.#stride = channels * size * size;
    this.#sample = new Float32Array(rows * this.#stride);
    const labels = label && new Float32Array(rows * label.length);
    const perMaps = (maps?.data.length ?? 0) / views;
    for (let row = 0; row < rows; row++) {
      if (!halves[Math.floor(row / views)]) continue;
      const view = row % views;
      const at = row * this.#stride + this.#perView;
      this.#sample.set(image.data, at);
      if (maps) {
        const viewMaps = maps.data.subarray(view * perMaps, (view + 1) * perMaps);
        this.#sample.set(viewMaps, at + image.data.length);
      }
      if (label) labels?.set(label, row * label.length);
    }
    this.feeds = {
      sample: { data: this.#sample, shape: [rows, channels, size, size] },
      ...(labels && { class_labels: { data: labels, shape: [rows, labels.length / rows] } }),
    };
  }

  /** Writes the noisy latents of all views into every half. */
  setLatents(latents: Float32Array): void {
    const per = this.#perView;
    for (let row = 0; row * this.#stride < this.#sample.length; row++) {
      const view = row % this.#views;
      this.#sample.set(latents.subarray(view * per, (view + 1) * per), row * this.#stride);
    }
  }
}
