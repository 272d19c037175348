import { createStore, type StoreApi } from 'zustand/vanilla';

/** Why there is no picture of a camera. */
export type CameraRefusal = 'denied' | 'none' | 'busy' | 'insecure' | 'failed';

export type CameraState =
  | { phase: 'closed' }
  | { phase: 'opening' }
  /** `left`: seconds until the photo is taken; null if nobody has asked for one. */
  | { phase: 'live'; stream: MediaStream; left: number | null }
  | { phase: 'taken'; stream: MediaStream; photo: Blob }
  | { phase: 'refused'; reason: CameraRefusal };

/** What the camera's store needs of the browser. */
export interface CameraHost {
  /** @throws DOMException as `getUserMedia` does, or TypeError if this page may have no camera */
  open(): Promise<MediaStream>;
  /** The middle square of the newest picture, as JPEG. */
  grab(stream: MediaStream): Promise<Blob>;
  waitMs(ms: number): Promise<void>;
}

/** A camera that counts down and takes one photo. */
export interface Camera {
  store: StoreApi<CameraState>;
  open(): Promise<void>;
  /** Counts from three to one, and takes a photo. */
  shoot(): Promise<void>;
  /** Shows the camera's picture again. */
  retake(): void;
  /** Switches the camera off. */
  close(): void;
}

const COUNT_FROM_S = 3;

const REASONS: Readonly<Record<string, CameraRefusal>> = {
  NotAllowedError: 'denied',
  SecurityError: 'denied',
  NotFoundError: 'none',
  OverconstrainedError: 'none',
  NotReadableError: 'busy',
  AbortError: 'busy',
  TypeError: 'insecure',
};

const reasonOf = (error: unknown): CameraRefusal =>
  (error instanceof Error && REASONS[error.name]) || 'failed';

const stop = (stream: MediaStream) => stream.getTracks().forEach((track) => track.stop());

export function createCamera(host: CameraHost): Camera {
  const store = createStore<CameraState>(() => ({ phase: 'closed' }));
  /** Grows with each `open` and `close`, so that what was begun before them has no effect. */
  let visit = 0;

  const close = () => {
    visit += 1;
    const state = store.getState();
    if ('stream' in state) stop(state.stream);
    store.setState({ phase: 'closed' }, true);
  };
  const refuse = (error: unknown) => {
    console.warn('The camera gives no picture.', error);
    const state = store.getState();
    if ('stream' in state) stop(state.stream);
    store.setState({ phase: 'refused', reason: reasonOf(error) }, true);
  };

  return {
    store,
    async open() {
      close();
      const mine = visit;
      store.setState({ phase: 'opening' }, true);
      try {
        const stream = await host.open();
        if (mine !== visit) return stop(stream);
        for (const track of stream.getTracks())
          track.addEventListener('ended', () => {
            if (mine === visit) refuse(new DOMException('The camera is gone.', 'NotFoundError'));
          });
        store.setState({ phase: 'live', stream, left: null }, true);
      } catch (error) {
        if (mine === visit) refuse(error);
      }
    },
    async shoot() {
      const mine = visit;
      const state = store.getState();
      if (state.phase !== 'live' || state.left !== null) return;
      const { stream } = state;
      for (let left = COUNT_FROM_S; left > 0; left -= 1) {
        store.setState({ phase: 'live', stream, left }, true);
        await host.waitMs(1000);
        if (mine !== visit || store.getState().phase !== 'live') return;
      }
      try {
        const photo = await host.grab(stream);
        if (mine === visit) store.setState({ phase: 'taken', stream, photo }, true);
      } catch (error) {
        if (mine === visit) refuse(error);
      }
    },
    retake() {
      const state = store.getState();
      if (state.phase === 'taken')
        store.setState({ phase: 'live', stream: state.stream, left: null }, true);
    },
    close,
  };
}

/** Width and height that are asked of the camera, pixels. It gives what it has nearest to that. */
const IDEAL = { width: 1920, height: 1080 };

/** Plays a camera's picture in a `<video>` that nobody sees, and draws its middle. */
async function grab(stream: MediaStream): Promise<Blob> {
  const video = document.createElement('video');
  video.muted = true;
  video.srcObject = stream;
  try {
    await video.play();
    const side = Math.min(video.videoWidth, video.videoHeight);
    const canvas = document.createElement('canvas');
    canvas.width = canvas.height = side;
    const [left, top] = [(video.videoWidth - side) / 2, (video.videoHeight - side) / 2];
    canvas.getContext('2d')?.drawImage(video, left, top, side, side, 0, 0, side, side);
    const photo = await new Promise<Blob | null>((resolve) =>
      canvas.toBlob(resolve, 'image/jpeg', 0.95),
    );
    if (!photo) throw new Error('The camera’s picture could not be kept.');
    return photo;
  } finally {
    video.srcObject = null;
  }
}

/** The camera of this browser. A phone’s is the one on its back. */
export const browserCamera: CameraHost = {
  open: () =>
    navigator.mediaDevices.getUserMedia({
      audio: false,
      video: {
        facingMode: 'environment',
        width: { ideal: IDEAL.width },
        height: { ideal: IDEAL.height },
      },
    }),
  grab,
  waitMs: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
};
