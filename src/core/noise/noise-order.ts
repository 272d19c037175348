/**
 * The order in which FaceLift's pipeline draws numbers. That pipeline is built on diffusers'
 * StableUnCLIPImg2ImgPipeline and has one generator. It first draws the noise of the image embeddings, then
 * the first latents. For each DDIM step with eta > 0 it then draws one tensor of the latents' shape.
 *
 * To repeat a seed of FaceLift's inference script, use 'torch-cuda' and float16. The script loads the
 * pipeline in half precision and creates the generator on the card. The script seeds once per folder of
 * photos, so the same seed gives the same noise for the first photo only. FaceLift's demo page seeds once per
 * photo.
 */
import { CudaGenerator, type CudaDevice } from './noise-cuda.ts';
import { TorchGenerator, type FloatType, type NormalGenerator } from './noise.ts';

/** The generator that turns a seed into numbers: torch's on the CPU, or torch's on an NVIDIA card. */
type NoiseSource = 'torch-cpu' | 'torch-cuda';

/**
 * Makes a generator from a seed.
 * @param device the card whose numbers 'torch-cuda' gives; noise-cuda.ts explains when the card matters
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
   * Number of values in the image embeddings of all views (FaceLift: 6·1024). 0 for a model without image
   * embeddings.
   */
  embeddings: number;
  /** Number of values in the latents of all views (FaceLift: 6·4·64·64). */
  latents: number;
  type?: FloatType;
}

/** The noise of one run. */
interface PipelineNoise {
  /** The first latents. */
  latents: Float32Array<ArrayBuffer>;
  /**
   * The noise of the next step. For a step without noise (sigma 0) nothing is drawn, and the result is
   * undefined.
   */
  step(sigma: number): Float32Array<ArrayBuffer> | undefined;
}

/**
 * Draws the first latents immediately, and the noise of a step when `step` is called. The order is that of
 * the pipeline.
 */
export function pipelineNoise(
  generator: NormalGenerator,
  { embeddings, latents, type = 'float32' }: NoiseSizes,
): PipelineNoise {
  // This noise is drawn only to advance the stream. At noise level 0 the noise's weight, √(1 − ᾱ₀), is zero
  // in half precision.
  generator.randn(embeddings, type);
  return {
    latents: generator.randn(latents, type),
    step: (sigma) => (sigma > 0 ? generator.randn(latents, type) : undefined),
  };
}
