import { createStore, type StoreApi } from 'zustand/vanilla';
import type { StageId } from '../../core/stages.ts';
import { isBusy } from '../run-machine.ts';
import { isPosed } from '../select.ts';
import type { AppState } from '../state.ts';
import type { App } from '../store.ts';
import type { LearnedTimes, RunKind } from './learned.ts';

export interface EtaState {
  /** Usual milliseconds of each stage of the run in progress, or of a run with the chosen settings. Null: not known. */
  usual: ReadonlyMap<StageId, number> | null;
  /** When the stage that runs has begun. Milliseconds since 1970. */
  stageSince: number;
}

/** What the times of a run depend on. Null if the backend is not known yet. Runs of the queue have their own settings. */
const kindOf = (state: AppState, posed: boolean): RunKind | null =>
  state.choice && !state.queued
    ? { packId: state.packId, settings: state.settings, choice: state.choice, posed }
    : null;

/** Learns the times of the page's runs, and says what they will be. */
export function createEta({ store: app }: Pick<App, 'store'>, learned: LearnedTimes) {
  const store: StoreApi<EtaState> = createStore<EtaState>(() => ({ usual: null, stageSince: 0 }));
  /** The run in progress, with the settings at its start. */
  let running: RunKind | null = null;

  app.subscribe((state, before) => {
    if (state.stage !== before.stage) store.setState({ stageSince: Date.now() });
    if (isBusy(state.run)) {
      const changed = !isBusy(before.run) || state.choice !== before.choice;
      if (!changed) return;
      running = kindOf(state, isPosed(state));
      store.setState({ usual: running && learned.of(running) });
      return;
    }
    const { summary } = state.current ?? {};
    if (isBusy(before.run) && state.run === 'done' && summary && running)
      learned.add(running, summary.stageMs);
    running = null;
    const kind = kindOf(state, false);
    store.setState({ usual: kind && learned.of(kind) });
  });
  return store;
}
