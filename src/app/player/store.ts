import { createStore, type StoreApi } from 'zustand/vanilla';
import type { UpAxis } from '../../core/camera/upright.ts';
import { asAppError, isAbort, type AppError } from '../../core/errors.ts';
import type { PlayerClient, SplatFile } from '../../worker/player/protocol.ts';
import type { Camera } from '../../core/camera/camera.ts';

export interface PlayerState {
  /** The splats in the order in which they are played. Null: the player is closed. */
  files: readonly SplatFile[] | null;
  /** Whether the splats have been opened. */
  ready: boolean;
  /** Number of the frame that is shown, from 0. */
  frame: number;
  playing: boolean;
  /** Frames per second. */
  fps: number;
  /** Axis of the splats that points up in the picture. */
  up: UpAxis;
  error: AppError | null;
}

/** The player's actions. They never reject. */
export interface PlayerActions {
  /** Opens splats, and shows the first one. A sequence begins to play. */
  open(files: readonly SplatFile[]): Promise<void>;
  close(): void;
  /** Shows a frame. The sequence stops. */
  seek(frame: number): void;
  setPlaying(playing: boolean): void;
  setFps(fps: number): void;
  setUp(up: UpAxis): void;
  dismiss(): void;
}

/** Plays splats in time. */
export interface Player {
  store: StoreApi<PlayerState>;
  actions: PlayerActions;
  /** Draws the frame that is shown. Rejects if it cannot be drawn; the state then has the error. */
  render(camera: Camera): Promise<ImageBitmap>;
}

export const FPS = { usual: 30, min: 1, max: 120 } as const;

const closed: PlayerState = {
  ...{ files: null, ready: false, frame: 0, playing: false, fps: FPS.usual, up: 'Z', error: null },
};

/** What tells the time. */
interface Clock {
  nowMs(): number;
  /** Calls `tick` before the next picture of the screen. */
  onFrame(tick: () => void): void;
}

const screen: Clock = {
  nowMs: () => performance.now(),
  onFrame: (tick) => void requestAnimationFrame(tick),
};

/**
 * Connects the player's state with its worker. The sequence plays in real time: if drawing is slow, frames are left out.
 * @param rasterizer what draws, as the pipeline's backend says
 */
export function createPlayer(
  client: PlayerClient,
  rasterizer: () => 'webgpu' | 'cpu',
  clock: Clock = screen,
): Player {
  const store = createStore<PlayerState>(() => closed);
  /** When playing began, and with which frame. */
  let from = { ms: 0, frame: 0 };

  const begin = () => (from = { ms: clock.nowMs(), frame: store.getState().frame });
  const tick = () => {
    const { playing, files, fps } = store.getState();
    if (!playing || !files) return;
    const passed = Math.floor(((clock.nowMs() - from.ms) * fps) / 1000);
    store.setState({ frame: (from.frame + passed) % files.length });
    clock.onFrame(tick);
  };
  const play = () => {
    begin();
    store.setState({ playing: true });
    clock.onFrame(tick);
  };
  const fail = (error: unknown) => {
    if (!isAbort(error)) store.setState({ playing: false, error: asAppError(error, 'render') });
  };

  return {
    store,
    actions: {
      async open(files) {
        store.setState({ ...closed, files, fps: store.getState().fps });
        try {
          await client.open(files, rasterizer());
          if (store.getState().files !== files) return;
          store.setState({ ready: true });
          if (files.length > 1) play();
        } catch (error) {
          if (store.getState().files === files) fail(error);
        }
      },
      close() {
        store.setState({ ...closed, fps: store.getState().fps });
        client.close();
      },
      seek: (frame) => store.setState({ frame, playing: false }),
      setPlaying(playing) {
        if (!playing) store.setState({ playing });
        else if (!store.getState().playing) play();
      },
      setFps(fps) {
        begin();
        store.setState({ fps });
      },
      setUp: (up) => store.setState({ up }),
      dismiss: () => store.setState({ error: null }),
    },
    async render(camera) {
      const { frame, up } = store.getState();
      try {
        return await client.render(frame, up, camera);
      } catch (error) {
        fail(error);
        throw error;
      }
    },
  };
}
