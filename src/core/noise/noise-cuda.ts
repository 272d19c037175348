/**
 * torch's CUDA generator: `torch.Generator('cuda').manual_seed(seed)`, then `torch.randn(n)`.
 *
 * Every thread of the kernel has its own Philox stream: `curand_init(seed, thread, offset)` makes the counter
 * [offset / 4, 0, thread, 0] (cuRAND's curand_philox4x32_x.h). A launch has one thread per number, in blocks
 * of 256. It has at most as many blocks as the card can run at once. Each thread draws four normal numbers.
 * It writes them to the elements thread, thread + threads, … that are within the tensor. All threads repeat
 * this until the tensor is full. Each draw advances all streams by four words
 * (ATen/native/cuda/DistributionTemplates.h: calc_execution_policy and
 * distribution_elementwise_grid_stride_kernel).
 *
 * So the result depends on the card only if more numbers are drawn than threads run at once. The number of
 * these threads is `multiprocessors · threadsPerMultiprocessor`. The second factor is rounded down to whole
 * blocks. FaceLift's largest draw, 6×4×64×64 = 98304, is the same on every card with at least 48
 * multiprocessors of 2048 threads, 64 of 1536, or 96 of 1024.
 *
 * The integers are exact. The normal numbers follow cuRAND's formula (curand_normal.h). Only the sine and
 * cosine differ: the card computes fast ones, with an error of about 2⁻²¹. The normal numbers differ by a few
 * 1e-6 at most. Up to 0.2 % of the float16 numbers are rounded to the neighbouring value. This percentage is
 * an estimate; it was not measured on a card.
 */
import { fma32 } from './float32.ts';
import { decodeHalf, encodeHalf } from '../half.ts';
import type { FloatType, NormalGenerator } from './noise.ts';
import { philox4x32, type PhiloxKey } from './philox.ts';

/** Threads per block. */
const BLOCK = 256;
/** Number of normal numbers that a thread draws at a time. */
const UNROLL = 4;

/**
 * The properties of a card that limit how many threads run at once. In cudaDeviceProp their names are
 * multiProcessorCount and maxThreadsPerMultiProcessor.
 */
export interface CudaDevice {
  multiprocessors: number;
  threadsPerMultiprocessor: number;
}

/** NVIDIA A100. */
const A100: CudaDevice = { multiprocessors: 108, threadsPerMultiprocessor: 2048 };

/** The numbers that `torch.randn` draws on an NVIDIA card. */
export class CudaGenerator implements NormalGenerator {
  readonly #key: PhiloxKey;
  readonly #maxBlocks: number;
  /** Number of draws that every thread has made. */
  #draws = 0;

  /** @param seed integer, 0…2⁵³−1. */
  constructor(seed: number, device: CudaDevice = A100) {
    this.#key = [seed >>> 0, Math.floor(seed / 2 ** 32)];
    this.#maxBlocks = device.multiprocessors * Math.floor(device.threadsPerMultiprocessor / BLOCK);
  }

  /** `n` standard normal numbers. For float16 these numbers are rounded. */
  randn(n: number, type: FloatType = 'float32'): Float32Array<ArrayBuffer> {
    const out = new Float32Array(n);
    const threads = BLOCK * Math.min(Math.ceil(n / BLOCK), this.#maxBlocks);
    for (let start = 0; start < n; start += UNROLL * threads) {
      this.#draw(out.subarray(start), threads);
      this.#draws += 1;
    }
    return type === 'float16' ? decodeHalf(encodeHalf(out)) : out;
  }

  /** One draw of every thread, written to the first `UNROLL · threads` elements of `out`. */
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

/**
 * Box–Muller's radius from a 32-bit word, rounded to float32 after each step. The word stands for a uniform
 * number in (0, 1].
 */
function radius(word: number): number {
  const uniform = fma32(Math.fround(word), STEP, STEP / 2);
  return Math.fround(Math.sqrt(-2 * Math.fround(Math.log(uniform))));
}

/** Box–Muller's angle from a 32-bit word. */
function angleRad(word: number): number {
  return fma32(Math.fround(word), STEP_RAD, STEP_RAD / 2);
}
