import type { Stand } from './stand/stand.ts';

/**
 * How a try ended.
 * - `healed`: the page said what had happened, went on by itself, and the result equals the undisturbed run's.
 * - `unharmed`: nothing was said, the run did not stop for more than five seconds, and the result equals.
 * - `said`: the page said what had happened and stopped. A person's next step gave the undisturbed run's result.
 * - `late`: as `healed` or `said`, but the page said it later than `SAID_WITHIN_MS`.
 * - `hung`: the page said nothing, and nothing went on.
 * - `silent`: the page said nothing, and the result is wrong.
 * - `lost`: the page said it, but the next step did not give the result, or kept data are gone.
 * - `broken`: the try itself failed. This says nothing about the page, and never passes.
 */
export type Verdict =
  'healed' | 'unharmed' | 'said' | 'late' | 'hung' | 'silent' | 'lost' | 'broken';

/** The longest time that the page may stand still without a word, milliseconds. */
export const SAID_WITHIN_MS = 5000;

/** What one try showed. */
export interface Attempt {
  verdict: Verdict;
  /** Milliseconds from the fault to the first words about it. Undefined if there were none. */
  saidMs?: number;
  /** Milliseconds from the fault to the finished result. Undefined if there was none. */
  doneMs?: number;
  /** The words of the page. */
  words?: string;
  /** Where the fault hit, or why the try failed. */
  note?: string;
}

/** One fault of the table. */
export interface FaultRow {
  /** Unique. Lower case with hyphens, and the group first, for example `worker-closed-in-pose`. */
  id: string;
  /** The fault, as a user would meet it. */
  what: string;
  /** How it is injected. One sentence. */
  how: string;
  /** What the page must do. One sentence. */
  expected: string;
  /** The verdicts with which a try passes. */
  passes: readonly Verdict[];
  /** Number of tries in the whole table. Default 20. */
  tries?: number;
  /** One try. It may throw: the try is then `broken`, and the next one gets a new browser. */
  attempt(stand: Stand): Promise<Attempt>;
}

/** One try with what is needed to repeat it. */
export interface Try extends Attempt {
  row: string;
  seed: number;
  /** Load of the machine at the start of the try: its average of one minute, per core. */
  load: number;
  seconds: number;
}
