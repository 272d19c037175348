/**
 * The order in which FaceLift's pipeline (built on diffusers' StableUnCLIPImg2ImgPipeline) draws from its one
 * generator: the noise of the image embeddings, the first latents, then one tensor of the latents' shape for
 * each DDIM step with eta > 0.
 *
 * To repeat a seed of the original inference script, use 'torch-cuda' and float16, because that pipeline is
 * loaded in half precision and its generator is on the card. The script seeds once per folder of photos, so
 * its seed equals ours for the first photo only. The demo page seeds once per photo.
 */
import { CudaGenerator, type CudaDevice } from './noise-cuda.ts';
import { TorchGenerator, type FloatType, type NormalGenerator } from './noise.ts';

/** The generator whose numbers a seed gives: torch's on the CPU, or torch's on an NVIDIA card. */
type NoiseSource = 'torch-cpu' | 'torch-cuda';

/**
 * A generator with a seed.
 * @param device the card that 'torch-cuda' imitates; noise-cuda.ts explains when it matters
 */
export function makeGenerator(
  source: NoiseSource,
  seed: number,
  device?: CudaDevice,
): NormalGenerator {
  return source === 'torch-cuda' ? new CudaGenerator(seed, device) : new TorchGenerator(seed);
}

/** How many numbers are drawn. */
interface NoiseSizes {
  /**
   * Numbers in the image embeddings of all views (FaceLift: 6·1024). 0 for a model without image embeddings.
   */
  embeddings: number;
  /** Numbers in the latents of all views (FaceLift: 6·4·64·64). */
  latents: number;
  type?: FloatType;
}

/** The noise of one run. */
interface PipelineNoise {
  /** The first latents. */
  latents: Float32Array<ArrayBuffer>;
  /**
   * The noise of the next step. For a step without noise (sigma 0) nothing is drawn and the result is
   * undefined.
   */
  step(sigma: number): Float32Array<ArrayBuffer> | undefined;
}

/** Draws the latents at once and each step's noise when it is asked for, in the pipeline's order. */
export function pipelineNoise(
  generator: NormalGenerator,
  { embeddings, latents, type = 'float32' }: NoiseSizes,
): PipelineNoise {
  // Drawn only to advance the stream. At noise level 0 its weight, √(1 − ᾱ₀), is zero in half precision.
  generator.randn(embeddings, type);
  return {
    latents: generator.randn(latents, type),
    step: (sigma) => (sigma > 0 ? generator.randn(latents, type) : undefined),
  };
}
