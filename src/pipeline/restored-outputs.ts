import type { StageId } from '../core/stages.ts';

/** The output of a finished stage, with the values of the settings that it depends on. Plain data. */
export interface Finished<Shown> {
  stage: StageId;
  settings: readonly unknown[];
  output: unknown;
  shown: readonly Shown[];
}

/** Whether two lists have the same values. Objects are compared by identity. */
export const same = (a: readonly unknown[], b: readonly unknown[]): boolean =>
  a.length === b.length && a.every((value, i) => Object.is(value, b[i]));

/** Outputs of a lost runner, for one run of another runner with the same table. */
export class RestoredOutputs<Shown> {
  readonly #finished: ReadonlyMap<StageId, Finished<Shown>>;
  /** Names of what equals the input or the output from which the outputs were made. */
  readonly #unchanged: Set<unknown>;

  /** @param given the input of the first stage, from which the outputs were made */
  constructor(given: object, finished: readonly Finished<Shown>[]) {
    this.#finished = new Map(finished.map((one) => [one.stage, one]));
    this.#unchanged = new Set(Object.keys(given));
  }

  /**
   * The stage's output, if neither its inputs nor its settings have changed. Call it for every stage in the order
   * of the table.
   */
  find(
    { id, inputs }: { id: StageId; inputs: readonly unknown[] },
    settings: readonly unknown[],
  ): Finished<Shown> | undefined {
    const finished = this.#finished.get(id);
    const settingsKept = finished ? same(finished.settings, settings) : settings.length === 0;
    if (!settingsKept || !inputs.every((input) => this.#unchanged.has(input))) return undefined;
    this.#unchanged.add(id);
    return finished;
  }
}
