/**
 * torch's CPU generator: `torch.manual_seed(seed)` then `torch.randn(n)`, number for number
 * (to the last digits of log and cos). MT19937 (Matsumoto & Nishimura 1998) and Box–Muller in the
 * layout of ATen/native/cpu/DistributionTemplates.h, so that a recording made with PyTorch can be
 * replayed from its seed. Successive calls continue the stream, as torch's do.
 */
export class TorchGenerator {
  readonly #state = new Uint32Array(624);
  #next = 624;
  /** Second half of the last pair that the short path drew. */
  #spare: number | null = null;

  /** @param seed integer; its lower 32 bits count, as in torch. */
  constructor(seed: number) {
    const state = this.#state;
    state[0] = seed >>> 0;
    for (let i = 1; i < 624; i++) {
      const previous = state[i - 1] ^ (state[i - 1] >>> 30);
      state[i] = Math.imul(1812433253, previous) + i;
    }
  }

  /** `n` standard normal numbers. */
  randn(n: number): Float32Array<ArrayBuffer> {
    const out = new Float32Array(n);
    if (n < 16) return out.map(() => this.#normal());
    for (let i = 0; i < n; i++) out[i] = this.#uniform24();
    for (let i = 0; i + 16 <= n; i += 16) boxMuller16(out.subarray(i, i + 16));
    if (n % 16 !== 0) {
      // The last sixteen are drawn anew, those of them that were finished included.
      const tail = out.subarray(n - 16);
      for (let i = 0; i < 16; i++) tail[i] = this.#uniform24();
      boxMuller16(tail);
    }
    return out;
  }

  /** One number of the path for fewer than sixteen: pairs from 53-bit uniforms. */
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

/** Sixteen uniforms to normals in place: numbers i and i + 8 make a pair. */
function boxMuller16(block: Float32Array): void {
  for (let i = 0; i < 8; i++) {
    const radius = Math.sqrt(-2 * Math.log(1 - block[i]));
    const angle = 2 * Math.PI * block[i + 8];
    block[i] = radius * Math.cos(angle);
    block[i + 8] = radius * Math.sin(angle);
  }
}
