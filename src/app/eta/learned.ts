import { median } from '../../core/median.ts';
import type { StageId } from '../../core/stages.ts';
import type { AppState } from '../state.ts';

/** Key in the browser's local storage. */
const KEY = 'stage-times';

/** Number of times that are kept of each stage. */
const KEPT = 5;

/** Number of kinds of runs that are kept. */
const KINDS = 30;

/** The last times of each stage, milliseconds, by the stage's name and what its time depends on. */
type StageTimes = Record<string, number[]>;

/** What the time of a run depends on. */
export type RunKind = Pick<AppState, 'packId' | 'settings'> & {
  choice: Pick<NonNullable<AppState['choice']>, 'backend' | 'threads'>;
  /** Whether the run is from posed views. */
  posed: boolean;
};

const nameOf = ({ packId, choice: { backend, threads }, posed }: RunKind): string =>
  [packId, backend, threads, posed ? 'posed' : 'photo'].join(' ');

/** The stage, with the settings on which its time depends most. */
function keyOf(stage: StageId, { settings }: RunKind): string {
  const { steps, guidance, turntableFrames, turntableSize, viewCount, viewSize } = settings;
  const parts: Partial<Record<StageId, unknown[]>> = {
    multiview: [steps, guidance !== 1],
    turntable: [turntableFrames, turntableSize],
    reconstruct: [viewCount, viewSize],
  };
  return [stage, ...(parts[stage] ?? []).map((value) => String(value ?? ''))].join(' ');
}

const isTimes = (value: unknown): value is number[] =>
  Array.isArray(value) && value.every((ms) => Number.isFinite(ms) && ms >= 0);

/** What runs on this machine took. Kept in the browser's local storage. */
export class LearnedTimes {
  readonly #storage: Pick<Storage, 'getItem' | 'setItem'> | null;
  readonly #kinds: Map<string, StageTimes>;

  /** @param storage null: the times end with the page */
  constructor(storage: Pick<Storage, 'getItem' | 'setItem'> | null) {
    this.#storage = storage;
    this.#kinds = new Map(Object.entries(this.#read()));
  }

  /** Adds the times of a finished run. Stages whose result was reused have no time, and teach nothing. */
  add(kind: RunKind, stageMs: Partial<Record<StageId, number>>): void {
    const name = nameOf(kind);
    const times = { ...this.#kinds.get(name) };
    for (const [stage, ms] of Object.entries(stageMs) as [StageId, number][]) {
      if (ms <= 0) continue;
      const key = keyOf(stage, kind);
      times[key] = [...(times[key] ?? []), Math.round(ms)].slice(-KEPT);
    }
    // The newest kind is the last, so that the oldest is forgotten first.
    this.#kinds.delete(name);
    this.#kinds.set(name, times);
    for (const old of [...this.#kinds.keys()].slice(0, -KINDS)) this.#kinds.delete(old);
    this.#write();
  }

  /** Usual milliseconds of each stage of such a run. Null if a stage is not known. */
  of(kind: RunKind): Map<StageId, number> | null {
    const times = this.#kinds.get(nameOf(kind));
    if (!times) return null;
    const stages = new Set(Object.keys(times).map((key) => key.split(' ')[0] as StageId));
    const found = new Map<StageId, number>();
    for (const stage of stages) {
      const known = times[keyOf(stage, kind)];
      if (!known) return null;
      found.set(stage, median(known));
    }
    return found;
  }

  #read(): Record<string, StageTimes> {
    try {
      const stored: unknown = JSON.parse(this.#storage?.getItem(KEY) ?? '{}');
      const isStored = (value: unknown): value is Record<string, StageTimes> =>
        typeof value === 'object' &&
        value !== null &&
        Object.values(value).every(
          (times) =>
            typeof times === 'object' && times !== null && Object.values(times).every(isTimes),
        );
      return isStored(stored) ? stored : {};
    } catch {
      return {};
    }
  }

  #write(): void {
    try {
      this.#storage?.setItem(KEY, JSON.stringify(Object.fromEntries(this.#kinds)));
    } catch {
      // A full or refused storage: the times end with the page.
    }
  }
}
