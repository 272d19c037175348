import { createStore, type StoreApi } from 'zustand/vanilla';
import { asAppError, type AppError } from '../../core/errors.ts';
import { sortFiles } from '../../worker/dropped/sort.ts';
import { isWriting } from '../import/select.ts';
import type { Importer } from '../import/store.ts';
import type { Opened } from '../opened/store.ts';
import type { Player } from '../player/store.ts';
import { nameIn } from '../queue/select.ts';
import type { Queue } from '../queue/store.ts';
import { differencesOf, readRunRecord, type Difference } from '../settings/run-record.ts';
import type { App } from '../store.ts';
import { decide, type Decision, type DropNotice } from './decide.ts';
import { listFiles, type Dropped } from './listed.ts';

export interface DropState {
  /** Files that are being looked at; null if there are none. `startedAt`: milliseconds since 1970. */
  looking: { startedAt: number; count: number } | null;
  /** What was done with the files that came last; null if there is nothing to say. */
  notice: DropNotice | null;
  /** Why the files could not be looked at. */
  error: AppError | null;
}

/**
 * Takes files that a person dropped, pasted or chose: one photo or sample runs, several go into the queue, parts
 * of a model are imported, splats are shown.
 */
export interface Drops {
  store: StoreApi<DropState>;
  /** Looks at the files and decides. Files that come meanwhile wait. Never rejects. */
  take(dropped: Dropped): Promise<void>;
  /** Says that files have come that cannot be looked at. */
  refuse(error: AppError): void;
  /** Stops looking. The files are then not used. */
  stop(): void;
  /** Removes what was said about the files. */
  dismiss(): void;
}

/** Bytes. A larger file is no run.json of ours, and is not read. */
const RECORD_LIMIT = 2 ** 24;

const nothing: DropState = { looking: null, notice: null, error: null };

/**
 * Whether a run.json is of something else than what runs.
 * @param recorded its photo. Null: posed views @param runs name of the photo that runs. Undefined: posed views
 */
function otherInput(recorded: string | null, runs: string | undefined): Difference[] {
  if (recorded === null) return runs === undefined ? [] : [{ key: 'ofPosedViews', values: {} }];
  if (runs === recorded) return [];
  return [{ key: runs === undefined ? 'ofPhoto' : 'otherPhoto', values: { photo: recorded } }];
}

/** Connects drops with the page's runs, the queue, the import panel, the player and the 3D viewer. */
export function createDrops(
  app: Pick<App, 'store'> & {
    actions: Pick<App['actions'], 'start' | 'startPosed' | 'dismiss' | 'adopt'>;
  },
  importer: Pick<Importer, 'store'> & { actions: Pick<Importer['actions'], 'add'> },
  queue: Pick<Queue, 'store'> & { actions: Pick<Queue['actions'], 'add'> },
  shown: {
    player: { actions: Pick<Player['actions'], 'open'> };
    opened: { actions: Pick<Opened['actions'], 'open'> };
  },
): Drops {
  const store = createStore<DropState>(() => nothing);
  let turn: Promise<void> = Promise.resolve();
  let looking: AbortController | null = null;
  /** The photo that the notice is about. */
  let photo: Blob | undefined;
  /** Whether the queue runs after the notice. It stays when the next one begins. */
  let stays = false;

  const panel = () => {
    const state = importer.store.getState();
    if (isWriting(state)) return 'writing';
    return state.open ? 'open' : 'closed';
  };

  /**
   * Takes over the settings of the run.json, if there is one. What it says stands in the notice. Its photo does not run
   * with another pack.
   */
  const restored = async (decision: Decision): Promise<Decision> => {
    const { record: file, notice, photo, sample, ...rest } = decision;
    if (!file || !notice) return decision;
    const record = file.blob.size > RECORD_LIMIT ? null : readRunRecord(await file.blob.text());
    if (!record) return { notice: { ...notice, code: 'record-damaged' } };
    await app.actions.adopt(record.packId, record.settings);
    const differences = differencesOf(record, app.store.getState());
    const isHere = differences.every(({ key }) => key !== 'packMissing');
    const runs = isHere && (photo ?? sample) !== undefined;
    if (runs) differences.push(...otherInput(record.photo, photo && nameIn(photo.path)));
    const news = { differences, runs, photo: record.photo };
    return {
      ...rest,
      ...(runs && { photo, sample }),
      notice: { ...notice, record: news },
    };
  };

  const look = async (dropped: Dropped) => {
    const { signal } = (looking = new AbortController());
    const startedAt = Date.now();
    const report = (count: number) => store.setState({ looking: { startedAt, count } });
    store.setState({ ...nothing, looking: { startedAt, count: 0 } });
    try {
      const { files: listed, tooMany } = await listFiles(dropped, signal);
      const files = tooMany ? [] : await sortFiles(listed, { signal, onRead: report });
      const queueWorks = queue.store.getState().working;
      const decision = await restored(decide({ files, tooMany, panel: panel(), queueWorks }));
      photo = decision.photo?.blob ?? decision.sample?.pictures[0].blob;
      stays = decision.queued !== undefined || queueWorks;
      store.setState({ ...nothing, notice: decision.notice });
      // An error is about files that came before.
      app.actions.dismiss();
      if (decision.photo) void app.actions.start(decision.photo.blob, nameIn(decision.photo.path));
      const splats = decision.splats?.map(({ path, blob }) => ({ name: nameIn(path), blob })) ?? [];
      if (splats.length === 1) void shown.opened.actions.open(splats[0]);
      if (splats.length > 1) void shown.player.actions.open(splats);
      if (decision.sample) void app.actions.startPosed(decision.sample);
      if (decision.queued) void queue.actions.add(decision.queued);
      if (decision.parts) void importer.actions.add(Promise.resolve(decision.parts));
    } catch (error) {
      store.setState({ looking: null, error: signal.aborted ? null : asAppError(error, 'load') });
    }
  };

  const dismiss = () => store.setState({ notice: null, error: null });
  // A notice goes when another photo starts, and when the panel is closed.
  app.store.subscribe((state, before) => {
    const another = state.startedAt !== before.startedAt && state.current?.photo.blob !== photo;
    if (another && !stays) dismiss();
  });
  importer.store.subscribe((state, before) => {
    if (before.open && !state.open) dismiss();
  });

  return {
    store,
    take: (dropped) => (turn = turn.then(() => look(dropped))),
    refuse: (error) => store.setState({ ...nothing, error }),
    stop: () => looking?.abort(),
    dismiss,
  };
}
