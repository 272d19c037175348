const DIGIT_BITS = 11;
const BUCKETS = 1 << DIGIT_BITS;
const ROUNDS = 3;

/**
 * Sorts positive float32 depths, nearest first. The radix sort is stable: equal depths keep their order. The buffers
 * are reused between pictures.
 */
export class DepthOrder {
  private readonly buckets = new Uint32Array(ROUNDS * BUCKETS);
  private front = new Uint32Array(0);
  private back = new Uint32Array(0);

  /** The indices 0…count−1 ordered by `depth`. The returned array is valid until the next call. */
  sort(depth: Float32Array, count: number): Uint32Array {
    if (this.front.length < count) {
      this.front = new Uint32Array(count);
      this.back = new Uint32Array(count);
    }
    // The bits of positive floats, read as integers, have the same order as the floats.
    const keys = new Uint32Array(depth.buffer, depth.byteOffset, count);
    this.countDigits(keys);
    let source = this.front;
    let target = this.back;
    for (let i = 0; i < count; i++) source[i] = i;
    for (let round = 0; round < ROUNDS; round++) {
      const positions = this.buckets.subarray(round * BUCKETS, (round + 1) * BUCKETS);
      const shift = round * DIGIT_BITS;
      for (let i = 0; i < count; i++) {
        const index = source[i];
        target[positions[(keys[index] >>> shift) & (BUCKETS - 1)]++] = index;
      }
      [source, target] = [target, source];
    }
    return source.subarray(0, count);
  }

  /** Fills `buckets`: for each round and digit, the position of the first key with that digit. */
  private countDigits(keys: Uint32Array): void {
    const { buckets } = this;
    buckets.fill(0);
    for (const key of keys)
      for (let round = 0; round < ROUNDS; round++)
        buckets[round * BUCKETS + ((key >>> (round * DIGIT_BITS)) & (BUCKETS - 1))]++;
    for (let round = 0; round < ROUNDS; round++) {
      let sum = 0;
      for (let digit = 0; digit < BUCKETS; digit++) {
        const at = round * BUCKETS + digit;
        const here = buckets[at];
        buckets[at] = sum;
        sum += here;
      }
    }
  }
}
