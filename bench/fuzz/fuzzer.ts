import { getHeapStatistics } from 'node:v8';
import { AppError } from '../../src/core/errors.ts';
import { hits } from './hits.ts';
import { Random } from './random.ts';
import type { Bytes, Target } from './target.ts';

/** Limits of one execution: processor time, and memory beyond that of earlier executions. */
const LIMIT_MS = 500;
const LIMIT_MEMORY_BYTES = 64 * 2 ** 20;
const LIMIT_MEMORY_FACTOR = 4;

/** Result of reading one input. */
export type Outcome =
  | { kind: 'accepted' }
  /** Refused with an AppError. `reason` is its code and message without numbers and names. */
  | { kind: 'refused'; reason: string }
  /** Any other error. */
  | { kind: 'crash'; reason: string }
  /** Accepted or refused, but too slowly, or with too much memory. */
  | { kind: 'slow' | 'memory'; reason: string };

/** An input that broke a rule. */
export interface Offence {
  outcome: Outcome & { reason: string };
  input: Bytes;
}

/** What a fuzzer has done so far. */
export interface Stats {
  executions: number;
  accepted: number;
  refused: number;
  refusals: number;
  corpus: number;
  offences: Offence[];
  /** Milliseconds of processor time of the slowest execution, and the most bytes that one took beyond those before it. */
  slowestMs: number;
  mostBytes: number;
}

/** The words of a message, without numbers, quoted text, and names of files. */
const plain = (message: string) =>
  message
    .replace(/["“'].*?["”']/gs, '“”')
    .replace(/-?\d[\d.e+-]*/gi, '0')
    .slice(0, 80);

const heapBytes = () => {
  const { used_heap_size: used, external_memory: external } = getHeapStatistics();
  return used + external;
};

/** Reads one input, and judges it. `ms` is processor time, which other programs do not change. */
export async function execute(target: Target, input: Bytes) {
  const memory = heapBytes();
  const start = process.cpuUsage();
  let outcome: Outcome = { kind: 'accepted' };
  try {
    await target.run(input);
  } catch (error) {
    const reason = plain(error instanceof Error ? error.message : String(error));
    const isRefusal = error instanceof AppError && error.code !== 'internal';
    outcome = isRefusal
      ? { kind: 'refused', reason: `${error.code}: ${reason}` }
      : { kind: 'crash', reason: `${(error as Error)?.name}: ${reason}` };
  }
  const { user, system } = process.cpuUsage(start);
  return { outcome, ms: (user + system) / 1000, bytes: heapBytes() - memory };
}

/**
 * Reads one input several times, for a verdict on time and memory that garbage does not change. The smallest time and the
 * smallest memory count.
 */
export async function judge(target: Target, input: Bytes, tries = 3): Promise<Outcome> {
  let [ms, bytes] = [Infinity, Infinity];
  for (let i = 0; i < tries; i++) {
    globalThis.gc?.();
    const tried = await execute(target, input);
    ms = Math.min(ms, tried.ms);
    bytes = Math.min(bytes, tried.bytes);
    if (tried.outcome.kind === 'crash' || !isBeyond(ms, bytes, input)) return tried.outcome;
  }
  if (ms > LIMIT_MS) return { kind: 'slow', reason: `${Math.round(ms)} ms` };
  return { kind: 'memory', reason: `${Math.round(bytes / 2 ** 20)} MiB` };
}

const isBeyond = (ms: number, bytes: number, input: Bytes): boolean =>
  ms > LIMIT_MS || bytes > LIMIT_MEMORY_BYTES + LIMIT_MEMORY_FACTOR * input.length;

/** How often a line ran, in eight classes: 1, 2, 3, 4…7, 8…15, 16…31, 32…127, more. One bit per class. */
const classOf = (count: number): number =>
  count < 4
    ? 1 << (count - 1)
    : count < 8
      ? 8
      : count < 16
        ? 16
        : count < 32
          ? 32
          : count < 128
            ? 64
            : 128;

/**
 * A fuzzer with feedback. An input that reaches new lines or branches, or a new refusal, joins the corpus, and later
 * inputs are mutations of it.
 */
export class Fuzzer {
  readonly stats: Stats = {
    ...{ executions: 0, accepted: 0, refused: 0, refusals: 0, corpus: 0 },
    ...{ offences: [], slowestMs: 0, mostBytes: 0 },
  };
  readonly #corpus: Bytes[] = [];
  readonly #reasons = new Set<string>();
  readonly #random: Random;

  /**
   * @param counters the first counter of the target's parsers and the one after the last
   * @param reached one byte per counter: the classes that some input reached
   * @param before called with each input before it is read
   */
  constructor(
    readonly target: Target,
    seed: number,
    readonly counters: readonly (readonly [start: number, end: number])[] = [],
    readonly reached: Uint8Array = new Uint8Array(hits.length),
    readonly before: (input: Bytes) => void = () => undefined,
  ) {
    this.#random = new Random(seed);
  }

  /** Reads the target's seeds and, unless `once` is false, the inputs that are read only once. */
  async start({ once = true } = {}): Promise<void> {
    for (const seed of await this.target.seeds()) {
      await this.#try(seed);
      if (!this.#corpus.includes(seed)) this.#corpus.push(seed);
    }
    for (const input of (once && this.target.once?.()) || []) await this.#try(input, false);
  }

  /** Reads one mutation of an input of the corpus. */
  async step(): Promise<void> {
    const random = this.#random;
    const [input, other] = [random.pick(this.#corpus), random.pick(this.#corpus)];
    const mutated = this.target.mutate(random, input, other);
    await this.#try(mutated.subarray(0, this.target.maxBytes));
  }

  async #try(input: Bytes, keep = true): Promise<void> {
    const { stats, target } = this;
    for (const [start, end] of this.counters) hits.fill(0, start, end);
    this.before(input);
    const { outcome, ms, bytes } = await execute(target, input);
    stats.executions += 1;
    stats.slowestMs = Math.max(stats.slowestMs, ms);
    stats.mostBytes = Math.max(stats.mostBytes, bytes);
    if (outcome.kind === 'accepted') stats.accepted += 1;
    if (outcome.kind === 'refused') stats.refused += 1;
    let isNew = this.#reachesNew();
    if (outcome.kind === 'refused' && !this.#reasons.has(outcome.reason)) {
      this.#reasons.add(outcome.reason);
      stats.refusals = this.#reasons.size;
      isNew ||= this.#reasons.size < 2000;
    }
    if (isNew && keep) this.#corpus.push(input.slice());
    stats.corpus = this.#corpus.length;
    const verdict = isBeyond(ms, bytes, input) ? await judge(target, input) : outcome;
    if (verdict.kind !== 'accepted' && verdict.kind !== 'refused') this.#keep(verdict, input);
  }

  #reachesNew(): boolean {
    let isNew = false;
    for (const [start, end] of this.counters)
      for (let i = start; i < end; i++) {
        if (hits[i] === 0) continue;
        const bit = classOf(hits[i]);
        if (this.reached[i] & bit) continue;
        this.reached[i] |= bit;
        isNew = true;
      }
    return isNew;
  }

  /** Keeps one offence of each kind and reason. */
  #keep(outcome: Offence['outcome'], input: Bytes): void {
    const { offences } = this.stats;
    const same = ({ outcome: { kind, reason } }: Offence) =>
      kind === outcome.kind && (kind !== 'crash' || reason === outcome.reason);
    if (!offences.some(same)) offences.push({ outcome, input: input.slice() });
  }
}

/** Removes pieces of an input as long as it breaks the same rule, for at most `limitMs`. */
export async function minimise(target: Target, { outcome, input }: Offence, limitMs = 20_000) {
  let best = input;
  const end = performance.now() + limitMs;
  const same = async (candidate: Bytes) => {
    const { kind, ...rest } = await (outcome.kind === 'crash'
      ? execute(target, candidate).then((tried) => tried.outcome)
      : judge(target, candidate));
    const reason = 'reason' in rest ? rest.reason : '';
    return kind === outcome.kind && (kind !== 'crash' || reason === outcome.reason);
  };
  for (let size = best.length >> 1; size >= 1 && performance.now() < end; size >>= 1)
    for (let at = 0; at < best.length && performance.now() < end;) {
      const candidate = new Uint8Array(best.length - Math.min(size, best.length - at));
      candidate.set(best.subarray(0, at));
      candidate.set(best.subarray(at + size), at);
      if (await same(candidate)) best = candidate;
      else at += size;
    }
  return best;
}
