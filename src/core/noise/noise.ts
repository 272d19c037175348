/**
 * torch's CPU generator: `torch.manual_seed(seed)`, then `torch.randn(n)`, bit for bit. So a recording made
 * with PyTorch can be replayed from its seed. The generator is MT19937 (Matsumoto & Nishimura 1998), followed
 * by Box–Muller in the layout of ATen/native/cpu/DistributionTemplates.h. Successive calls continue the
 * stream.
 *
 * The bits are those of an x86 machine with AVX2. Without AVX2 (for example on ARM) torch calls the C
 * library's log, sin and cos. Then 62 % of 98304 numbers are equal, and the differences are at most 2e-6.
 * Draws of fewer than sixteen numbers use double precision on all machines.
 *
 * float16 numbers are drawn in float32 and rounded. If n is not a multiple of 16, their order differs from
 * the order of float32 numbers. These are the numbers of torch 2.15. Older versions calculate in float16
 * only, and give other numbers.
 */
import { log32, sinCos32 } from './cephes.ts';
import { decodeHalf, encodeHalf } from '../half.ts';

/** torch's `dtype`. Numbers of either type are returned as Float32Array. */
export type FloatType = 'float32' | 'float16';

/** A seeded stream of standard normal numbers. */
export interface NormalGenerator {
  randn(n: number, type?: FloatType): Float32Array<ArrayBuffer>;
}

/** The numbers that `torch.randn` draws on the CPU. */
export class TorchGenerator implements NormalGenerator {
  readonly #state = new Uint32Array(624);
  #next = 624;
  /** The second number of the last pair that `#normal` drew. */
  #spare: number | null = null;

  /** @param seed integer; as in torch, only the lower 32 bits are used */
  constructor(seed: number) {
    const state = this.#state;
    state[0] = seed >>> 0;
    for (let i = 1; i < 624; i++) {
      const previous = state[i - 1] ^ (state[i - 1] >>> 30);
      state[i] = Math.imul(1812433253, previous) + i;
    }
  }

  /** `n` standard normal numbers. */
  randn(n: number, type: FloatType = 'float32'): Float32Array<ArrayBuffer> {
    const out = new Float32Array(n);
    if (n < 16) for (let i = 0; i < n; i++) out[i] = this.#normal();
    else this.#fill(out, type);
    return type === 'float16' ? decodeHalf(encodeHalf(out)) : out;
  }

  /** Draws sixteen numbers or more, in blocks of sixteen. */
  #fill(out: Float32Array, type: FloatType): void {
    const odd = out.length % 16;
    const uniforms = type === 'float16' ? out.length - odd : out.length;
    for (let i = 0; i < uniforms; i++) out[i] = this.#uniform24();
    for (let i = 0; i + 16 <= out.length; i += 16) boxMuller16(out.subarray(i, i + 16));
    if (odd === 0) return;
    // The last sixteen numbers are drawn again, including those that were already finished.
    const tail = out.subarray(-16);
    for (let i = 0; i < 16; i++) tail[i] = this.#uniform24();
    boxMuller16(tail);
  }

  /**
   * One number of a draw of fewer than sixteen numbers. These numbers are made in pairs from 53-bit uniform
   * numbers.
   */
  #normal(): number {
    if (this.#spare !== null) {
      const spare = this.#spare;
      this.#spare = null;
      return spare;
    }
    const angle = 2 * Math.PI * this.#uniform53();
    const radius = Math.sqrt(-2 * Math.log1p(-this.#uniform53()));
    this.#spare = radius * Math.sin(angle);
    return radius * Math.cos(angle);
  }

  #uniform24(): number {
    return (this.#word() & 0xffffff) * 2 ** -24;
  }

  #uniform53(): number {
    const high = this.#word() & 0x1fffff;
    return (high * 2 ** 32 + this.#word()) * 2 ** -53;
  }

  #word(): number {
    if (this.#next === 624) this.#twist();
    let y = this.#state[this.#next++];
    y ^= y >>> 11;
    y ^= (y << 7) & 0x9d2c5680;
    y ^= (y << 15) & 0xefc60000;
    return (y ^ (y >>> 18)) >>> 0;
  }

  #twist(): void {
    const state = this.#state;
    for (let i = 0; i < 624; i++) {
      const y = (state[i] & 0x80000000) | (state[(i + 1) % 624] & 0x7fffffff);
      state[i] = state[(i + 397) % 624] ^ (y >>> 1) ^ (y & 1 ? 0x9908b0df : 0);
    }
    this.#next = 0;
  }
}

const TWO_PI = Math.fround(2 * Math.PI);
const sinCos = new Float32Array(2);

/** Converts sixteen uniform numbers to normal ones in place. Numbers i and i + 8 are a pair. */
function boxMuller16(block: Float32Array): void {
  for (let i = 0; i < 8; i++) {
    const radius = Math.fround(Math.sqrt(-2 * log32(1 - block[i])));
    sinCos32(Math.fround(TWO_PI * block[i + 8]), sinCos);
    // torch adds the mean, 0, which turns −0 into 0.
    block[i] = radius * sinCos[1] + 0;
    block[i + 8] = radius * sinCos[0] + 0;
  }
}
