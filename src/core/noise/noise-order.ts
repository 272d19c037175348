/**
 * In which order FaceLift's pipeline draws from its one generator (diffusers' StableUnCLIPImg2ImgPipeline,
 * which it builds on): the noise of the image embeddings, the first latents, then one tensor like the
 * latents for each DDIM step with eta > 0.
 *
 * To repeat a seed of the original inference script: 'torch-cuda' and float16, since the pipeline is
 * loaded in half precision and its generator lives on the card. That script seeds once per folder of
 * photos, so its seed is ours for the first photo only; the demo page seeds once per photo.
 */
import { CudaGenerator, type CudaDevice } from './noise-cuda.ts';
import { TorchGenerator, type FloatType, type NormalGenerator } from './noise.ts';

/** Whose numbers a seed stands for: torch's generator on the CPU, or the one on an NVIDIA card. */
export type NoiseSource = 'torch-cpu' | 'torch-cuda';

/** @param device the card that 'torch-cuda' stands for; see noise-cuda.ts for when it matters. */
export function makeGenerator(
  source: NoiseSource,
  seed: number,
  device?: CudaDevice,
): NormalGenerator {
  return source === 'torch-cuda' ? new CudaGenerator(seed, device) : new TorchGenerator(seed);
}

export interface NoiseSizes {
  /** Numbers in the image embeddings of all views (FaceLift: 6·1024); 0 for a model without them. */
  embeddings: number;
  /** Numbers in the latents of all views (FaceLift: 6·4·64·64). */
  latents: number;
  type?: FloatType;
}

export interface PipelineNoise {
  latents: Float32Array<ArrayBuffer>;
  /** The noise of the next step. Nothing is drawn for a step without any (sigma 0). */
  step(sigma: number): Float32Array<ArrayBuffer> | undefined;
}

/** Draws the latents, and later each step's noise, in the pipeline's order. */
export function pipelineNoise(
  generator: NormalGenerator,
  { embeddings, latents, type = 'float32' }: NoiseSizes,
): PipelineNoise {
  // Drawn for its place in the stream: at noise level 0 its weight, √(1 − ᾱ₀), is zero in half precision.
  generator.randn(embeddings, type);
  return {
    latents: generator.randn(latents, type),
    step: (sigma) => (sigma > 0 ? generator.randn(latents, type) : undefined),
  };
}
