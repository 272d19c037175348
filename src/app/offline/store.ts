import { createStore, type StoreApi } from 'zustand/vanilla';

export interface OfflineState {
  /** Whether the page opens without a network. */
  ready: boolean;
  /** `waiting`: a new version waits for the person. `taken`: another tab has let it in, and this tab has the old one. */
  update: 'none' | 'waiting' | 'taken';
  /** Whether a part of the page could not be loaded, probably because the server has a newer version. */
  stale: boolean;
  /** Whether the browser offers to install the page. */
  installable: boolean;
}

/** What the browser has told about the page's service worker, and what the person can do about it. */
export interface Offline {
  store: StoreApi<OfflineState>;
  actions: {
    /** Loads the page again, with the new version if one waits. */
    reload(): void;
    install(): void;
    /** Closes what is said about versions. */
    dismiss(): void;
  };
}

/** Chromium's event that offers to install the page. */
export interface InstallEvent extends Event {
  prompt(): Promise<unknown>;
}

/** Connects the state with the browser. `reload` loads the page again. */
export function createOffline(reload: () => void) {
  const store = createStore<OfflineState>(() => ({
    ready: false,
    update: 'none',
    stale: false,
    installable: false,
  }));
  /** Lets the new version in. Null: none waits. */
  let letIn: (() => void) | null = null;
  let offer: InstallEvent | null = null;

  const actions: Offline['actions'] = {
    reload: () => (letIn ?? reload)(),
    install: () => {
      // The browser takes each offer once.
      void offer?.prompt();
      offer = null;
      store.setState({ installable: false });
    },
    dismiss: () => store.setState({ update: 'none', stale: false }),
  };
  return {
    store,
    actions,
    /** What the browser tells. */
    on: {
      ready: () => store.setState({ ready: true }),
      /** @param accept lets the new version in, and then loads the page again */
      waiting: (accept: () => void) => {
        letIn = accept;
        store.setState({ update: 'waiting' });
      },
      taken: () => {
        letIn = null;
        store.setState({ update: 'taken' });
      },
      stale: () => store.setState({ stale: true }),
      installable: (event: InstallEvent | null) => {
        offer = event;
        store.setState({ installable: event !== null });
      },
    },
  };
}
