import type { AppError, StageId } from '../core/errors.ts';
import type {
  ArtifactName,
  BackendChoice,
  Notice,
  PackSummary,
  PipelineEvent,
  RunSettings,
  RunSummary,
} from '../worker/protocol.ts';
import { nextRun, type RunState } from './run-machine.ts';
import type { UrlWishes } from './url.ts';

export interface Photo {
  blob: Blob;
  fileName: string;
}

export interface SkeletonPoints {
  uv: Float32Array;
  xyz: Float32Array;
  error: Float32Array;
}

/** Everything one photo has given so far. */
export interface Result {
  photo: Photo;
  cutout?: Blob;
  subject?: Blob;
  skeleton?: SkeletonPoints;
  views?: Blob[];
  splat?: { ply: Blob; count: number };
  artifacts: Partial<Record<ArtifactName, Blob>>;
  /** There once the run is complete. */
  summary?: RunSummary;
}

export type StageProgress = Extract<PipelineEvent, { type: 'stage' }>['state'];

export interface AppState {
  run: RunState;
  /** The stage at work, or the last one that was. */
  stage: StageId | null;
  stages: Partial<Record<StageId, StageProgress>>;
  fraction: number;
  download: { loaded: number; total: number } | null;
  startedAt: number;
  notices: Notice[];
  error: AppError | null;
  /** What the page shows. */
  current: Result | null;
  /** The last complete result, while a run that may fail replaces it. */
  earlier: Result | null;
  choice: BackendChoice | null;
  packs: PackSummary[];
  packId: string;
  settings: RunSettings;
  /** Settings that the address fixes against a pack's defaults. */
  wishes: Partial<RunSettings>;
}

/** What the page itself reports, beside the worker's events. */
export type PageEvent =
  | { type: 'opened'; choice: BackendChoice; packs: PackSummary[] }
  | { type: 'started'; photo: Photo; at: number }
  | { type: 'finished'; summary: RunSummary }
  | { type: 'cancelled' }
  | { type: 'failed'; error: AppError }
  | { type: 'dismissed' }
  | { type: 'reset' }
  | { type: 'packs-listed'; packs: PackSummary[] }
  | { type: 'pack-chosen'; packId: string }
  | { type: 'settings-changed'; settings: Partial<RunSettings> };

export type AppEvent = PipelineEvent | PageEvent;

/** The pack that ships with the page. */
export const DEMO_PACK = 'mouse-demo';

const defined = <T extends object>(values: T): Partial<T> =>
  Object.fromEntries(
    Object.entries(values).filter(([, value]) => value !== undefined),
  ) as Partial<T>;

export const initialState = (url: UrlWishes): AppState => {
  const wishes = defined({ seed: url.seed, steps: url.steps, guidance: url.guidance });
  return {
    run: 'idle',
    stage: null,
    stages: {},
    fraction: 0,
    download: null,
    startedAt: 0,
    notices: [],
    error: null,
    current: null,
    earlier: null,
    choice: null,
    packs: [],
    packId: url.pack ?? DEMO_PACK,
    settings: { seed: 4, steps: 10, guidance: 1, ply: 'standard', filters: 'pack', ...wishes },
    wishes,
  };
};

const atRest = { stage: null, stages: {}, fraction: 0, download: null } as const;

/** The result on the page, with one more piece of it. */
const withPiece = (state: AppState, piece: Partial<Result>): AppState =>
  state.current ? { ...state, current: { ...state.current, ...piece } } : state;

/** After a failed or cancelled run, the earlier result is what there is. */
const fallBack = (state: AppState) => ({
  current: state.earlier ?? state.current,
  earlier: null,
});

/** Another pack, with the settings that it does best with. */
function choosePack(state: AppState, packId: string): AppState {
  const pack = state.packs.find(({ id }) => id === packId);
  return { ...state, packId, settings: { ...state.settings, ...pack?.defaults } };
}

/** One step of the page's state; pure. */
export function applyEvent(state: AppState, event: AppEvent): AppState {
  switch (event.type) {
    case 'opened': {
      const pack = event.packs.find(({ id }) => id === state.packId);
      return {
        ...state,
        choice: event.choice,
        packs: event.packs,
        settings: { ...state.settings, ...pack?.defaults, ...state.wishes },
      };
    }
    case 'backend':
      return { ...state, choice: event.choice };

    case 'started': {
      const { current } = state;
      const complete = current?.summary ? current : state.earlier;
      const again = current?.photo.blob === event.photo.blob ? current : null;
      return {
        ...state,
        ...atRest,
        run: nextRun(state.run, 'start'),
        startedAt: event.at,
        notices: [],
        error: null,
        earlier: complete,
        current: { ...again, photo: event.photo, artifacts: {}, summary: undefined },
      };
    }
    case 'download':
      return { ...state, download: { loaded: event.loaded, total: event.total } };
    case 'stage': {
      const running = event.state === 'running';
      return {
        ...state,
        run: nextRun(state.run, 'stage'),
        stage: running ? event.stage : (state.stage ?? event.stage),
        stages: { ...state.stages, [event.stage]: event.state },
      };
    }
    case 'progress':
      // Never backwards: a bar that retreats looks broken.
      return { ...state, fraction: Math.min(1, Math.max(state.fraction, event.fraction)) };
    case 'notice':
      return state.notices.includes(event.notice)
        ? state
        : { ...state, notices: [...state.notices, event.notice] };

    case 'cutout':
      return withPiece(state, { cutout: event.png });
    case 'subject':
      return withPiece(state, { subject: event.png });
    case 'skeleton':
      return withPiece(state, {
        skeleton: { uv: event.uv, xyz: event.xyz, error: event.error },
      });
    case 'views':
      return withPiece(state, { views: event.png });
    case 'splat':
      return withPiece(state, { splat: { ply: event.ply, count: event.count } });
    case 'artifact':
      return withPiece(state, {
        artifacts: { ...state.current?.artifacts, [event.name]: event.file },
      });

    case 'finished':
      return {
        ...withPiece(state, { summary: event.summary }),
        run: nextRun(state.run, 'finish'),
        fraction: 1,
        earlier: null,
      };
    case 'cancelled':
      return { ...state, ...atRest, ...fallBack(state), run: nextRun(state.run, 'cancel') };
    case 'failed':
      return {
        ...state,
        ...atRest,
        ...fallBack(state),
        run: nextRun(state.run, 'fail'),
        error: event.error,
      };
    case 'dismissed':
      return { ...state, run: nextRun(state.run, 'dismiss'), error: null };
    case 'reset':
      return {
        ...state,
        ...atRest,
        run: nextRun(state.run, 'reset'),
        notices: [],
        error: null,
        current: null,
        earlier: null,
      };

    case 'packs-listed': {
      const { packs } = event;
      const gone = !packs.some(({ id }) => id === state.packId) && packs.length > 0;
      return gone ? choosePack({ ...state, packs }, packs[0].id) : { ...state, packs };
    }
    case 'pack-chosen':
      return choosePack(state, event.packId);
    case 'settings-changed':
      return { ...state, settings: { ...state.settings, ...event.settings } };
  }
}
