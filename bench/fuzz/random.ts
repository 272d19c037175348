/** Repeatable random numbers (mulberry32). The same seed gives the same numbers on every machine. */
export class Random {
  #state: number;

  constructor(seed: number) {
    this.#state = seed >>> 0;
  }

  /** A whole number, 0 … `limit` − 1. */
  below(limit: number): number {
    this.#state = (this.#state + 0x6d2b79f5) | 0;
    let t = Math.imul(this.#state ^ (this.#state >>> 15), 1 | this.#state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return Math.floor((((t ^ (t >>> 14)) >>> 0) / 2 ** 32) * limit);
  }

  /** A small number: 1 half of the time, at most 4. */
  few = (): number => (this.oneIn(2) ? 1 : 1 + this.below(4));

  /** True once in `n` times. */
  oneIn = (n: number): boolean => this.below(n) === 0;

  pick = <T>(list: readonly T[]): T => list[this.below(list.length)];
}
