import { createStore, type StoreApi } from 'zustand/vanilla';
import { asAppError, isAbort } from '../../core/errors.ts';
import type {
  ImportClient,
  ImportFile,
  RigOwner,
  RigPart,
  StoredType,
} from '../../worker/import-protocol.ts';
import { mergeFiles } from './merge-files.ts';
import { canImport, canPlan, choicesOf, isWriting, nameOf } from './select.ts';
import { applyImport, initialImport, type ImportEvent, type ImportState } from './state.ts';

/** What the import's components may ask for. */
export interface ImportActions {
  open(): void;
  /** Nothing while an import is being written. */
  close(): void;
  startOver(): void;
  /** Opens the panel and looks at these files beside those that are there. */
  add(files: Promise<readonly ImportFile[]>): Promise<void>;
  rename(name: string): void;
  chooseType(type: StoredType): void;
  answerRig(part: RigPart, owner: RigOwner): void;
  allowMixedRigs(allowed: boolean): void;
  accept(accepted: boolean): void;
  start(): Promise<void>;
  cancel(): void;
  dismiss(): void;
  /** Looks what is in the browser's storage. */
  refresh(): Promise<void>;
  /** Null takes the question back. */
  askRemoval(id: string | null): void;
  remove(id: string): Promise<void>;
}

export interface Importer {
  store: StoreApi<ImportState>;
  actions: ImportActions;
}

/** What an import asks of the rest of the page. */
export interface ImportHost {
  packIds(): readonly string[];
  /** Lists the packs anew. */
  packsChanged(): Promise<void>;
  choosePack(id: string): void;
}

/** Joins the import panel's state to the import worker. */
export function createImporter(client: ImportClient, host: ImportHost): Importer {
  const store = createStore<ImportState>(() => initialImport);
  const dispatch = (event: ImportEvent) =>
    store.setState((state) => applyImport(state, event), true);
  const fail = (error: unknown) => dispatch({ type: 'failed', error: asAppError(error, 'load') });

  // Answers to a panel that was closed or started over meanwhile mean nothing.
  let visit = 0;
  let planning = 0;
  let adding: Promise<void> = Promise.resolve();
  let controller: AbortController | null = null;

  const refresh = async () => {
    try {
      dispatch({ type: 'stored', stored: await client.stored() });
    } catch (error) {
      console.warn('The imported packs could not be listed.', error);
    }
  };

  const plan = async () => {
    const mine = ++planning;
    if (!canPlan(store.getState())) return;
    try {
      const choices = choicesOf(store.getState(), host.packIds());
      const answer = await client.plan(choices);
      if (mine === planning) dispatch({ type: 'planned', plan: answer });
    } catch (error) {
      if (mine === planning) fail(error);
    }
  };

  const look = async (added: Promise<readonly ImportFile[]>, mine: number) => {
    if (mine !== visit) return;
    dispatch({ type: 'looking' });
    try {
      const files = mergeFiles(store.getState().files, await added);
      const found = await client.survey(files);
      if (mine !== visit) return;
      dispatch({ type: 'found', files, found });
      await plan();
    } catch (error) {
      if (mine === visit) fail(error);
    }
  };

  const choose = (event: ImportEvent) => {
    dispatch(event);
    void plan();
  };

  const leave = (event: ImportEvent) => {
    if (isWriting(store.getState())) return;
    visit += 1;
    planning += 1;
    dispatch(event);
  };

  const start = async () => {
    const state = store.getState();
    if (!canImport(state)) return;
    const choices = choicesOf(state, host.packIds());
    const { signal } = (controller = new AbortController());
    dispatch({ type: 'started' });
    try {
      await client.run(choices, (progress) => dispatch({ type: 'progress', progress }), signal);
      await host.packsChanged();
      host.choosePack(choices.id);
      dispatch({ type: 'finished', name: nameOf(state) });
    } catch (error) {
      if (signal.aborted || isAbort(error)) dispatch({ type: 'cancelled' });
      else fail(error);
      await plan();
    }
    await refresh();
  };

  return {
    store,
    actions: {
      open: () => {
        dispatch({ type: 'opened' });
        void refresh();
      },
      close: () => leave({ type: 'closed' }),
      startOver: () => leave({ type: 'cleared' }),
      add: (files) => {
        files.catch(() => undefined); // looked at in its turn
        if (isWriting(store.getState())) return Promise.resolve();
        if (store.getState().phase === 'done') leave({ type: 'cleared' });
        dispatch({ type: 'opened' });
        const mine = visit;
        return (adding = adding.then(() => look(files, mine)));
      },
      rename: (name) => dispatch({ type: 'named', name }),
      chooseType: (stored) => choose({ type: 'type-chosen', stored }),
      answerRig: (part, owner) => choose({ type: 'rig-answered', part, owner }),
      allowMixedRigs: (allowed) => dispatch({ type: 'mixed-rigs-allowed', allowed }),
      accept: (accepted) => dispatch({ type: 'terms-accepted', accepted }),
      start,
      cancel: () => {
        dispatch({ type: 'stopping' });
        controller?.abort();
      },
      dismiss: () => dispatch({ type: 'dismissed' }),
      refresh,
      askRemoval: (id) => dispatch({ type: 'removal-asked', id }),
      remove: async (id) => {
        dispatch({ type: 'removal-asked', id: null });
        try {
          await client.remove(id);
          await host.packsChanged();
          await plan();
        } catch (error) {
          fail(error);
        }
        await refresh();
      },
    },
  };
}
