import { createStore, type StoreApi } from 'zustand/vanilla';
import { isAbort } from '../../core/errors.ts';
import type { Missing, PipelineClient } from '../../worker/protocol.ts';
import { isBusy } from '../run-machine.ts';
import type { App } from '../store.ts';

export interface AheadState {
  /** What a run with the chosen pack must fetch. Null: not known. */
  missing: Missing | null;
  /** Bytes that have arrived, and all that were missing. Null: nothing is being fetched ahead. */
  fetching: { loaded: number; total: number } | null;
  failed: boolean;
}

/** Fetches what the next run needs while the visitor reads. */
export interface Ahead {
  store: StoreApi<AheadState>;
  actions: {
    /** Fetches now, and at later visits too. */
    fetchNow(): void;
    /** Stops, and fetches nothing ahead at later visits. */
    stop(): void;
  };
}

/** What `createAhead` needs of the browser. */
export interface AheadHost {
  /** What the person has chosen. Null: nothing yet. */
  choice(): 'on' | 'off' | null;
  choose(choice: 'on' | 'off'): void;
  /** Whether each byte may cost the person something. */
  isMetered(): boolean;
  /** Calls `act` when the page has nothing else to do. */
  whenIdle(act: () => unknown): void;
}

/** More than this is fetched only by a run, or if the person asks for it. */
const MAX_UNASKED_BYTES = 256 * 2 ** 20;

const nothing: AheadState = { missing: null, fetching: null, failed: false };

/** Number of all missing bytes. */
export const allBytes = ({ weights, runtime }: Missing): number => weights + runtime;

/** Watches the page's runs, and fetches ahead between them. */
export function createAhead(
  { store: app }: Pick<App, 'store'>,
  client: Pick<PipelineClient, 'missing' | 'fetchAhead'>,
  host: AheadHost,
): Ahead {
  const store = createStore<AheadState>(() => nothing);
  let controller: AbortController | null = null;
  /** Number of the newest question. Answers to older ones do not count. */
  let question = 0;

  const isFree = () => {
    const { choice, run } = app.getState();
    return choice !== null && !isBusy(run);
  };

  const ask = async (): Promise<Missing | null> => {
    const mine = ++question;
    const missing = await client.missing(app.getState().packId).catch(() => null);
    if (mine !== question) return null;
    store.setState({ missing });
    return missing;
  };

  const fetch = async () => {
    if (!isFree() || controller) return;
    const mine = (controller = new AbortController());
    const onProgress = (loaded: number, total: number) => {
      if (controller === mine) store.setState({ fetching: { loaded, total } });
    };
    let failed = false;
    try {
      store.setState({ failed: false });
      await client.fetchAhead(app.getState().packId, onProgress, mine.signal);
    } catch (error) {
      failed = !isAbort(error);
      if (failed) console.info('The models could not be fetched ahead.', error);
    }
    if (controller !== mine) return;
    controller = null;
    store.setState({ fetching: null, failed });
    if (isFree()) await ask();
  };

  const end = () => {
    controller?.abort();
    controller = null;
    store.setState({ fetching: null });
  };

  const consider = async () => {
    const missing = await ask();
    if (!missing || allBytes(missing) === 0) return;
    const mine = question;
    const mayUnasked = missing.kept && !host.isMetered() && allBytes(missing) <= MAX_UNASKED_BYTES;
    const isWanted = () => host.choice() !== 'off';
    if (mayUnasked && isWanted())
      host.whenIdle(() => mine === question && isWanted() && void fetch());
  };

  app.subscribe((state, before) => {
    if (isBusy(state.run)) {
      // The run goes on with what has arrived.
      if (!isBusy(before.run)) end();
      return;
    }
    const news =
      state.packId !== before.packId ||
      state.packs !== before.packs ||
      state.choice?.backend !== before.choice?.backend ||
      isBusy(before.run);
    if (!news || !state.choice) return;
    end();
    void consider();
  });

  return {
    store,
    actions: {
      fetchNow: () => {
        host.choose('on');
        void fetch();
      },
      stop: () => {
        host.choose('off');
        end();
        void ask();
      },
    },
  };
}
