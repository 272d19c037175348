/**
 * torch's CUDA generator: `torch.Generator('cuda').manual_seed(seed)` then `torch.randn(n)`.
 *
 * Every thread of the kernel has a Philox stream of its own: `curand_init(seed, thread, offset)` makes the
 * counter [offset / 4, 0, thread, 0] (cuRAND's curand_philox4x32_x.h). A launch has one thread per number,
 * in blocks of 256, but no more blocks than fit on the card at once; each thread draws four normals and
 * fills the places thread, thread + threads, … with those that fall within the tensor, over and over until
 * it is full; each draw advances all streams by four words (ATen/native/cuda/DistributionTemplates.h:
 * calc_execution_policy and distribution_elementwise_grid_stride_kernel).
 *
 * So the card matters only to draws of more than `multiprocessors · threadsPerMultiprocessor` numbers
 * (the latter in whole blocks). FaceLift's largest, 6×4×64×64 = 98304, is the same on every card
 * of at least 48 multiprocessors with 2048 threads, 64 with 1536 or 96 with 1024.
 *
 * The integers are exact. The normals are those of cuRAND's formula (curand_normal.h) up to its fast
 * sine and cosine, which are computed in hardware to about 2⁻²¹: the difference is a few 1e-6 at most, and
 * of the float16 numbers up to 0.2 % (estimated, not measured on a card) round to the neighbour.
 */
import { fma32 } from './float32.ts';
import { decodeHalf, encodeHalf } from '../half.ts';
import type { FloatType, NormalGenerator } from './noise.ts';
import { philox4x32, type PhiloxKey } from './philox.ts';

/** Threads per block. */
const BLOCK = 256;
/** Normals per draw of a thread. */
const UNROLL = 4;

/**
 * What decides how many threads draw at once: cudaDeviceProp's multiProcessorCount and
 * maxThreadsPerMultiProcessor.
 */
export interface CudaDevice {
  multiprocessors: number;
  threadsPerMultiprocessor: number;
}

/** NVIDIA A100. */
export const A100: CudaDevice = { multiprocessors: 108, threadsPerMultiprocessor: 2048 };

export class CudaGenerator implements NormalGenerator {
  readonly #key: PhiloxKey;
  readonly #maxBlocks: number;
  /** How often every thread has drawn. */
  #draws = 0;

  /** @param seed integer, 0…2⁵³−1. */
  constructor(seed: number, device: CudaDevice = A100) {
    this.#key = [seed >>> 0, Math.floor(seed / 2 ** 32)];
    this.#maxBlocks = device.multiprocessors * Math.floor(device.threadsPerMultiprocessor / BLOCK);
  }

  /** `n` standard normal numbers; float16 rounds the same ones. */
  randn(n: number, type: FloatType = 'float32'): Float32Array<ArrayBuffer> {
    const out = new Float32Array(n);
    const threads = BLOCK * Math.min(Math.ceil(n / BLOCK), this.#maxBlocks);
    for (let start = 0; start < n; start += UNROLL * threads) {
      this.#draw(out.subarray(start), threads);
      this.#draws += 1;
    }
    return type === 'float16' ? decodeHalf(encodeHalf(out)) : out;
  }

  /** One draw of every thread into the first `UNROLL · threads` places of `out`. */
  #draw(out: Float32Array, threads: number): void {
    const words = new Uint32Array(4);
    for (let thread = 0; thread < threads; thread++) {
      words[0] = this.#draws;
      words[1] = 0;
      words[2] = thread;
      words[3] = 0;
      philox4x32(words, this.#key);
      for (let i = 0; i < UNROLL && thread + i * threads < out.length; i++) {
        const pair = i & 2;
        const wave = i & 1 ? Math.cos : Math.sin;
        out[thread + i * threads] =
          radius(words[pair]) * Math.fround(wave(angleRad(words[pair + 1])));
      }
    }
  }
}

const STEP = 2 ** -32;
const STEP_RAD = Math.fround(STEP * Math.fround(2 * Math.PI));

/** Box–Muller's radius from a word, in float32 steps; the word stands for a uniform number in (0, 1]. */
function radius(word: number): number {
  const uniform = fma32(Math.fround(word), STEP, STEP / 2);
  return Math.fround(Math.sqrt(-2 * Math.fround(Math.log(uniform))));
}

function angleRad(word: number): number {
  return fma32(Math.fround(word), STEP_RAD, STEP_RAD / 2);
}
