import { asAppError } from '../core/errors.ts';
import type { StageId } from '../core/stages.ts';
import { RestoredOutputs, same, type Finished } from './restored-outputs.ts';
import type { ProgressEvent, StageTimes } from './events.ts';

/**
 * One row of a stage table. `Outputs` maps each stage to its output. `Settings` are the user's settings.
 * `Context` is what every stage gets in addition to its inputs.
 */
export interface StageRow<Outputs, Settings, Context, Shown, Id extends keyof Outputs> {
  id: Id & StageId;
  /** The stages whose outputs this stage reads. */
  inputs: readonly (keyof Outputs)[];
  /**
   * The settings that this stage's output depends on. A function: what the output depends on, if it is less than the
   * whole value of a setting.
   */
  settings: readonly (keyof Settings | ((settings: Settings) => string | number | boolean))[];
  /** Expected time, in any unit that is the same for all rows. Used only for progress. */
  weight: (settings: Settings) => number;
  /** False: the stage is skipped in this run. */
  enabled?: (context: Context) => boolean;
  /** False: the output is not kept for later runs. Default true. */
  keep?: boolean;
  /** False: the output is not given to `onFinished`, because it is large and quick to make again. Default true. */
  save?: boolean;
  run: (outputs: Outputs, settings: Settings, context: Context) => Promise<Outputs[Id]>;
  /**
   * What the page shows of the output. The result is kept with the output. When the output is reused, the
   * result is shown again.
   */
  show?: (outputs: Outputs, settings: Settings, context: Context) => Promise<Shown[]>;
}

export type StageTable<Outputs, Settings, Context, Shown> = readonly {
  [Id in keyof Outputs]: StageRow<Outputs, Settings, Context, Shown, Id>;
}[keyof Outputs][];

interface Kept<Shown> {
  /** Everything that the output depends on. Compared by identity. */
  key: readonly unknown[];
  output: unknown;
  shown: readonly Shown[];
}

/** What the runner adds to the caller's context for one stage. */
export interface StageScope<Shown> {
  /**
   * What a stage has made so far. If the stage fails or is cancelled, its next run with the same inputs and settings
   * gets the same object. Empty at first.
   */
  partial: Partial<Record<string, unknown>>;
  /** Reports which fraction of this stage is done, 0…1. */
  progress: (fraction: number) => void;
  /** Milliseconds of the stages before this one. */
  stageMs: Readonly<StageTimes>;
  /** What the stages before this one have shown. */
  shown: readonly Shown[];
  /** Shows something at once. It is not shown again if the stage's result is reused. */
  preview: (event: Shown) => void;
}

export interface RunOptions<Given, Settings, Context, Shown> {
  /** The input of the first stage. Compared by identity. */
  given: Given;
  /**
   * What every output depends on in addition, for example the pack. Compared by identity. The runner does not
   * pass these values to the stages.
   */
  basis: readonly unknown[];
  settings: Settings;
  signal: AbortSignal;
  /** Milliseconds that were spent on stages before this call. They count as time of these stages. */
  spentMs?: StageTimes;
  context: (scope: StageScope<Shown>) => Context;
  onEvent: (event: ProgressEvent | Shown) => void;
  /** The last stage that runs. Default: all run. */
  until?: StageId;
  /** Gets the output of each stage that this run finished. */
  onFinished?: (finished: Finished<Shown>) => void;
}

/**
 * Runs a stage table. Each output is kept with its inputs and settings. A later run computes only the stages
 * whose inputs, settings or basis changed. It shows the kept outputs of the other stages again.
 */
export class Runner<Given, Outputs extends object, Settings, Context, Shown> {
  readonly #table: StageTable<Given & Outputs, Settings, Context, Shown>;
  readonly #kept = new Map<keyof (Given & Outputs), Kept<Shown>>();
  #restored: { given: object; outputs: RestoredOutputs<Shown> } | undefined;
  #interrupted: { key: readonly unknown[]; partial: StageScope<Shown>['partial'] } | undefined;

  constructor(table: StageTable<Given & Outputs, Settings, Context, Shown>) {
    this.#table = table;
  }

  /**
   * Takes over outputs of another runner that had the same table, for example of a worker that died. The next run
   * reuses those whose inputs and settings are unchanged.
   * @param given if the next run is given other objects, nothing is reused
   */
  restore(given: Given & object, finished: readonly Finished<Shown>[]): void {
    this.#restored = { given, outputs: new RestoredOutputs(given, finished) };
  }

  /** @throws AppError with the id of the stage that failed, or the signal's reason if the run is cancelled */
  async run(
    options: RunOptions<Given, Settings, Context, Shown>,
  ): Promise<{ outputs: Given & Outputs; stageMs: StageTimes }> {
    const { given, basis, settings, signal, spentMs, onEvent } = options;
    const outputs = { ...given } as Given & Outputs;
    const stageMs: StageTimes = {};
    const shown: Shown[] = [];
    const show = (events: readonly Shown[]) => {
      shown.push(...events);
      events.forEach(onEvent);
    };
    const total = this.#table.reduce((sum, row) => sum + row.weight(settings), 0);
    let before = 0;
    const restored =
      this.#restored && same(Object.values(this.#restored.given), Object.values(given as object))
        ? this.#restored.outputs
        : undefined;
    this.#restored = undefined;

    const last = this.#table.findIndex(({ id }) => id === options.until);
    for (const row of last < 0 ? this.#table : this.#table.slice(0, last + 1)) {
      const stage = row.id;
      const weight = row.weight(settings);
      const report = (fraction: number) =>
        onEvent({
          type: 'progress',
          stage,
          fraction: Math.min(1, (before + weight * fraction) / total),
        });
      const finish = (state: 'done' | 'reused' | 'skipped', ms: number) => {
        onEvent({ type: 'stage', stage, state, ms });
        report(1);
        before += weight;
      };
      signal.throwIfAborted();
      const chosen = row.settings.map((each) =>
        typeof each === 'function' ? each(settings) : settings[each],
      );
      const key = [...basis, ...row.inputs.map((input) => outputs[input]), ...chosen];
      const partial = same(this.#interrupted?.key ?? [], [stage, ...key])
        ? this.#interrupted!.partial
        : {};
      const context = options.context({
        ...{ progress: report, stageMs, partial, shown },
        preview: onEvent,
      });
      const former = restored?.find(row, chosen);
      if (former) this.#kept.set(stage, { key, output: former.output, shown: former.shown });
      if (row.enabled && !row.enabled(context)) {
        finish('skipped', 0);
        continue;
      }
      const kept = this.#kept.get(stage);
      if (kept && same(kept.key, key)) {
        Object.assign(outputs, { [stage]: kept.output });
        stageMs[stage] = 0;
        show(kept.shown);
        finish('reused', 0);
        continue;
      }
      onEvent({ type: 'stage', stage, state: 'running', ms: 0 });
      report(0);
      const start = performance.now();
      try {
        const output = await row.run(outputs, settings, context);
        signal.throwIfAborted();
        Object.assign(outputs, { [stage]: output });
        const events = (await row.show?.(outputs, settings, context)) ?? [];
        signal.throwIfAborted();
        if (row.keep !== false) this.#kept.set(stage, { key, output, shown: events });
        stageMs[stage] = performance.now() - start + (spentMs?.[stage] ?? 0);
        show(events);
        finish('done', stageMs[stage]);
        if (row.keep !== false && row.save !== false)
          options.onFinished?.({ stage, settings: chosen, output, shown: events });
      } catch (error) {
        this.#interrupted = { key: [stage, ...key], partial };
        if (signal.aborted) throw signal.reason;
        throw asAppError(error, stage);
      }
    }
    this.#interrupted = undefined;
    return { outputs, stageMs };
  }
}
