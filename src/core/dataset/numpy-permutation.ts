/** Size of the state of MT19937, words. */
const WORDS = 624;

/** Distance of the words that are mixed. */
const SHIFT = 397;

/**
 * Words of MT19937, as `np.random.seed(seed)` starts it: with Knuth's generator.
 * Source: Matsumoto, Nishimura: Mersenne Twister (1998), and mt19937ar.c (init_genrand).
 */
function mersenneTwister(seed: number): () => number {
  const state = new Uint32Array(WORDS);
  state[0] = seed;
  for (let i = 1; i < WORDS; i++)
    state[i] = Math.imul(1_812_433_253, state[i - 1] ^ (state[i - 1] >>> 30)) + i;
  let at = WORDS;
  const refill = () => {
    for (let i = 0; i < WORDS; i++) {
      const word = (state[i] & 0x8000_0000) | (state[(i + 1) % WORDS] & 0x7fff_ffff);
      state[i] = state[(i + SHIFT) % WORDS] ^ (word >>> 1) ^ (word & 1 ? 0x9908_b0df : 0);
    }
    at = 0;
  };
  return () => {
    if (at === WORDS) refill();
    let word = state[at++];
    word ^= word >>> 11;
    word ^= (word << 7) & 0x9d2c_5680;
    word ^= (word << 15) & 0xefc6_0000;
    return (word ^ (word >>> 18)) >>> 0;
  };
}

/** A whole number from 0 to `max`: words are masked, and those above it are dropped, as NumPy's `random_interval` does. */
function upTo(max: number, word: () => number): number {
  const mask = 2 ** (32 - Math.clz32(max)) - 1;
  for (;;) {
    const value = (word() & mask) >>> 0;
    if (value <= max) return value;
  }
}

/**
 * The numbers from 0 to `count` − 1 in the order of `np.random.seed(seed); np.random.permutation(count)`. NumPy keeps this
 * generator as it is, so that old programs repeat.
 * @param seed whole number from 0 to 2³² − 1
 */
export function numpyPermutation(seed: number, count: number): number[] {
  const word = mersenneTwister(seed);
  const order = Array.from({ length: count }, (_, i) => i);
  for (let i = count - 1; i > 0; i--) {
    const other = upTo(i, word);
    [order[i], order[other]] = [order[other], order[i]];
  }
  return order;
}
