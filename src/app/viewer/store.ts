import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Camera } from '../../core/camera/camera.ts';
import { SPLAT_STYLES, type Drawer, type SplatStyle } from '../../worker/view3d/protocol.ts';

/** What is behind the splat. `plain`: the page's own. `checker`: what stands for no background. */
export const BACKDROPS = ['plain', 'white', 'grey', 'black', 'checker'] as const;

type Backdrop = (typeof BACKDROPS)[number];

/** A view of the six, to whose camera the viewer flies. */
export interface Flight {
  /** From 1. */
  number: number;
  camera: Camera;
  /** What the view shows. */
  picture: Blob;
}

/** How the splat is looked at. */
export interface ViewState {
  /** What draws. Null: what is fast here. */
  drawer: Drawer | null;
  backdrop: Backdrop;
  style: SplatStyle;
  flight: Flight | null;
  /** Whether the camera is that of `flight`. */
  arrived: boolean;
  /** How much of the view's picture lies over the splat, percent of its width. */
  wipe: number;
}

/** The actions of the 3D viewer's tools. They never throw. */
export interface ViewActions {
  setBackdrop(backdrop: Backdrop): void;
  /** Shows the splat in the next style. */
  nextStyle(): void;
  flyTo(flight: Flight): void;
  /** The camera has reached that of `flight`. */
  arrive(): void;
  /** The person has moved the camera, or another splat is shown. */
  leave(): void;
  setWipe(percent: number): void;
}

export interface ViewStore {
  store: StoreApi<ViewState>;
  actions: ViewActions;
}

/** Where the choice of a person is kept. */
export type Kept = Pick<Storage, 'getItem' | 'setItem'>;

const KEY = 'backdrop';
/** At first one half is the picture, and one half is the splat. */
const HALF = 50;

/** @param kept null if nothing can be kept */
export function createViewStore(kept: Kept | null, drawer: Drawer | null = null): ViewStore {
  const stored = kept?.getItem(KEY);
  const backdrop = BACKDROPS.find((each) => each === stored) ?? 'plain';
  const first: ViewState = {
    ...{ drawer, backdrop, style: 'splats', flight: null, arrived: false, wipe: HALF },
  };
  const store = createStore<ViewState>(() => first);
  return {
    store,
    actions: {
      setBackdrop(chosen) {
        store.setState({ backdrop: chosen });
        try {
          kept?.setItem(KEY, chosen);
        } catch {
          // The storage is full or closed. Then the choice holds until the page is closed.
        }
      },
      nextStyle() {
        const at = SPLAT_STYLES.indexOf(store.getState().style);
        store.setState({ style: SPLAT_STYLES[(at + 1) % SPLAT_STYLES.length] });
      },
      flyTo: (flight) => store.setState({ flight, arrived: false, wipe: HALF }),
      arrive: () => store.setState({ arrived: store.getState().flight !== null }),
      leave: () => store.setState({ flight: null, arrived: false }),
      setWipe: (percent) => store.setState({ wipe: Math.min(100, Math.max(0, percent)) }),
    },
  };
}

/** The browser's storage, or null if it is closed to the page. */
export function pageStorage(): Kept | null {
  try {
    return localStorage;
  } catch {
    return null;
  }
}
