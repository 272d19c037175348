import { createStore, type StoreApi } from 'zustand/vanilla';
import { abortable } from '../../core/abortable.ts';
import { asAppError, isAbort } from '../../core/errors.ts';
import type {
  ImportClient,
  ImportFile,
  RigOwner,
  RigPart,
  StoredType,
  WantedModel,
} from '../../worker/import-protocol.ts';
import { mergeFiles } from './merge-files.ts';
import { canImport, canPlan, choicesOf, isWriting, nameOf, offeredTypes } from './select.ts';
import { applyImport, initialImport, type ImportEvent, type ImportState } from './state.ts';

/** The actions of the import panel's components. */
export interface ImportActions {
  open(): void;
  /** Does nothing while an import is being written. */
  close(): void;
  /** Removes all files from the panel. Does nothing while an import is being written. */
  startOver(): void;
  /** Stops reading the files that were added last. The earlier files stay. */
  stopReading(): void;
  /** Opens the panel, adds files to the files that were added before, and recognises the parts of the model. */
  add(files: Promise<readonly ImportFile[]>): Promise<void>;
  rename(name: string): void;
  /** Chooses one of several models in a file, and reads the files again. */
  chooseModel(path: string, key: string): Promise<void>;
  chooseType(type: StoredType): void;
  answerRig(part: RigPart, owner: RigOwner): void;
  allowMixedRigs(allowed: boolean): void;
  accept(accepted: boolean): void;
  start(): Promise<void>;
  cancel(): void;
  dismiss(): void;
  /** Lists the packs in the browser's storage. */
  refresh(): Promise<void>;
  /** Asks the user whether to remove a pack. Null: removes the question. */
  askRemoval(id: string | null): void;
  remove(id: string): Promise<void>;
  /** Checks all files of a stored pack. */
  check(id: string): Promise<void>;
}

/** The import panel's state and actions. */
export interface Importer {
  store: StoreApi<ImportState>;
  actions: ImportActions;
}

/** What the import panel needs from the rest of the page. */
interface PackList {
  /** Whether the backend computes in half precision. */
  half(): boolean;
  /** Ids of all packs. */
  packIds(): readonly string[];
  /** Reads the list of packs again. */
  packsChanged(): Promise<void>;
  choosePack(id: string): void;
}

/** Connects the import panel's state with the import worker. */
export function createImporter(client: ImportClient, packs: PackList): Importer {
  const store = createStore<ImportState>(() => initialImport);
  const dispatch = (event: ImportEvent) =>
    store.setState((state) => applyImport(state, event), true);
  const fail = (error: unknown) => dispatch({ type: 'failed', error: asAppError(error, 'load') });

  // Counts how often the panel was closed or started over. An answer to a request from an earlier count is ignored.
  let generation = 0;
  // Counts requests for a plan. Only the answer to the last request is used.
  let planRequests = 0;
  let adding: Promise<void> = Promise.resolve();
  let reading: AbortController | null = null;
  let controller: AbortController | null = null;

  const refresh = async () => {
    try {
      dispatch({ type: 'stored', stored: await client.stored() });
    } catch (error) {
      console.warn('The imported packs could not be listed.', error);
    }
  };

  const plan = async () => {
    const request = ++planRequests;
    if (!canPlan(store.getState())) return;
    try {
      const choices = choicesOf(store.getState(), packs.packIds());
      const summary = await client.plan(choices);
      if (request === planRequests) dispatch({ type: 'planned', plan: summary });
    } catch (error) {
      if (request === planRequests) fail(error);
    }
  };

  const read = async (
    added: Promise<readonly ImportFile[]>,
    startedIn: number,
    choice?: Required<WantedModel>,
  ) => {
    if (startedIn !== generation) return;
    const earlier = store.getState().wanted;
    const wanted = choice
      ? [...earlier.filter(({ path }) => path !== choice.path), choice]
      : earlier;
    const { signal } = (reading = new AbortController());
    dispatch({ type: 'reading' });
    try {
      const files = mergeFiles(store.getState().files, await abortable(signal, added));
      const found = await client.survey(files, wanted, signal);
      if (startedIn !== generation) return;
      dispatch({ type: 'found', files, wanted, found });
      if (!offeredTypes(found, packs.half()).includes(store.getState().type))
        dispatch({ type: 'type-chosen', stored: 'int8x2' });
      await plan();
    } catch (error) {
      if (startedIn !== generation) return;
      if (signal.aborted) dispatch({ type: 'reading-stopped' });
      else fail(error);
    }
  };

  const dispatchAndPlan = (event: ImportEvent) => {
    dispatch(event);
    void plan();
  };

  const discard = (event: ImportEvent) => {
    if (isWriting(store.getState())) return;
    generation += 1;
    planRequests += 1;
    reading?.abort();
    dispatch(event);
  };

  const start = async () => {
    const state = store.getState();
    if (!canImport(state)) return;
    const choices = choicesOf(state, packs.packIds());
    const { signal } = (controller = new AbortController());
    dispatch({ type: 'started' });
    try {
      await client.run(choices, (progress) => dispatch({ type: 'progress', progress }), signal);
      await packs.packsChanged();
      packs.choosePack(choices.id);
      dispatch({ type: 'finished', name: nameOf(state) });
    } catch (error) {
      if (signal.aborted) dispatch({ type: 'cancelled' });
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
      close: () => discard({ type: 'closed' }),
      startOver: () => discard({ type: 'cleared' }),
      stopReading: () => reading?.abort(),
      add: (files) => {
        files.catch(() => undefined); // `read` handles the error.
        if (isWriting(store.getState())) return Promise.resolve();
        if (store.getState().phase === 'done') discard({ type: 'cleared' });
        if (!store.getState().open) void refresh();
        dispatch({ type: 'opened' });
        const startedIn = generation;
        return (adding = adding.then(() => read(files, startedIn)));
      },
      chooseModel: (path, key) => {
        const startedIn = generation;
        return (adding = adding.then(() => read(Promise.resolve([]), startedIn, { path, key })));
      },
      rename: (name) => dispatch({ type: 'named', name }),
      chooseType: (stored) => dispatchAndPlan({ type: 'type-chosen', stored }),
      answerRig: (part, owner) => dispatchAndPlan({ type: 'rig-answered', part, owner }),
      allowMixedRigs: (allowed) => dispatch({ type: 'mixed-rigs-allowed', allowed }),
      accept: (accepted) => dispatch({ type: 'terms-accepted', accepted }),
      start,
      cancel: () => {
        dispatch({ type: 'stopping' });
        controller?.abort();
      },
      dismiss: () => dispatch({ type: 'dismissed' }),
      refresh,
      check: async (id) => {
        try {
          dispatch({ type: 'checked', id, check: { fraction: 0 } });
          const damaged = await client.check(id, (fraction) =>
            dispatch({ type: 'checked', id, check: { fraction } }),
          );
          dispatch({ type: 'checked', id, check: { fraction: 1, damaged } });
        } catch (error) {
          dispatch({ type: 'checked', id, check: null });
          // The worker was ended, because reading other files was stopped.
          if (!isAbort(error)) fail(error);
        }
      },
      askRemoval: (id) => dispatch({ type: 'removal-asked', id }),
      remove: async (id) => {
        dispatch({ type: 'removal-asked', id: null });
        try {
          await client.remove(id);
          await packs.packsChanged();
          await plan();
        } catch (error) {
          fail(error);
        }
        await refresh();
      },
    },
  };
}
