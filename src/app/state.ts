import type { ArtifactName } from '../core/artifacts.ts';
import type { Camera } from '../core/camera/camera.ts';
import { DEFAULT_PACK } from '../core/defaults.ts';
import type { AppError } from '../core/errors.ts';
import type { StageId } from '../core/stages.ts';
import type {
  BackendChoice,
  Comparison,
  DownloadNews,
  MemoryForecast,
  HealedFault,
  LossReport,
  Notice,
  PackSummary,
  PipelineEvent,
  RequestedSettings,
  RunSummary,
  ShownViews,
} from '../worker/protocol.ts';
import type { Film, ShownSplat, SplatSource } from '../worker/splats/protocol.ts';
import { sizeQuestion, type SizeQuestion } from './posed/calibration.ts';
import { firstLook, lookAt, type Look } from './posed/look.ts';
import { nextRun, type RunState } from './run-machine.ts';
import type { UrlParams } from './url.ts';
import type { UserPhoto } from './user-photo.ts';

/** The keypoints of one mouse, as the worker's `skeleton` event gives them. */
export interface SkeletonPoints {
  /** Positions in the subject, two numbers per keypoint. −1…1 from the subject's centre. */
  uv: Float32Array;
  /** Positions in the world, three numbers per keypoint. */
  xyz: Float32Array;
  /** Expected error of each keypoint's `xyz`, in world units. */
  error: Float32Array;
}

/** What the pipeline has made from one photo so far. */
export interface Result {
  photo: UserPhoto;
  /** What the photo looks like, if the browser cannot show its file. */
  shownPhoto?: Blob;
  cutout?: Blob;
  subject?: Blob;
  skeleton?: SkeletonPoints;
  views?: Blob[];
  posedViews?: ShownViews;
  comparison?: Comparison;
  losses?: LossReport;
  splat?: { ply: Blob; count: number };
  /** The cameras of the views, in the splat's frame. */
  cameras?: Camera[];
  artifacts: Partial<Record<ArtifactName, Blob>>;
  /** Set when the run is complete. */
  summary?: RunSummary;
}

/** A splat from a file that the page shows in place of a run. */
export interface ViewedSplat extends ShownSplat {
  source: SplatSource;
  /** Its turntable video, if one was made. */
  film?: Film;
}

type StageProgress = Extract<PipelineEvent, { type: 'stage' }>['state'];

/** The state of the page, apart from the import panel (import/state.ts) and the queue (queue/state.ts). */
export interface AppState {
  run: RunState;
  /** Whether the queue began the run. */
  queued: boolean;
  /** The stage that runs, or the one that ran last. */
  stage: StageId | null;
  stages: Partial<Record<StageId, StageProgress>>;
  /** Progress of the run, 0…1. */
  fraction: number;
  /** Bytes of weights. */
  download: { loaded: number; total: number } | null;
  /** Why no weights arrive; null if they do. */
  connection: DownloadNews | null;
  /** Names of weight files that were damaged and had to be fetched again in this run. */
  fetchedAgain: string[];
  /** Milliseconds since 1970. */
  startedAt: number;
  /** When the last event of the run came. Milliseconds since 1970. */
  heardAt: number;
  /** The faults after which this run went on by itself. */
  healed: HealedFault[];
  notices: Notice[];
  error: AppError | null;
  /** What the error asks about the cameras of the sample. */
  sizeQuestion: SizeQuestion | null;
  /** The result that the page shows. */
  current: Result | null;
  /** A finished item of the queue that the page shows in place of `current`. `id` is the item's. */
  opened: { id: number; result: Result; notices: readonly Notice[] } | null;
  /** A splat from a file, which the page shows in place of all others. */
  viewed: ViewedSplat | null;
  /** Which part of the result of posed views the large area shows. */
  look: Look;
  /** The last complete result. It is kept during a run. If the run fails or is cancelled, the page shows it again. */
  earlier: Result | null;
  choice: BackendChoice | null;
  /** The memory that a run with the chosen pack and settings needs; null if it is not known. */
  forecast: MemoryForecast | null;
  packs: PackSummary[];
  packId: string;
  /** Seed, steps and guidance are missing until the pack's defaults are known, unless the page's address sets them. */
  settings: RequestedSettings;
  /** Settings from the page's address. They override the defaults of the pack that is chosen when the pipeline opens. */
  urlSettings: Partial<RequestedSettings>;
}

/** Events that come from the page itself, not from the worker. */
type PageEvent =
  | { type: 'opened'; choice: BackendChoice; packs: PackSummary[] }
  | { type: 'heard'; at: number }
  /** `queued`: the queue began the run. What the person looks at then stays. */
  | { type: 'started'; photo: UserPhoto; at: number; queued?: boolean }
  | { type: 'finished'; summary: RunSummary }
  | { type: 'cancelled' }
  /** `queued`: the queue shows the error. */
  | { type: 'failed'; error: AppError; queued?: boolean }
  | { type: 'result-opened'; opened: AppState['opened'] }
  | { type: 'splat-viewed'; viewed: AppState['viewed'] }
  | { type: 'dismissed' }
  | { type: 'looked'; look: Partial<Look> }
  | { type: 'reset' }
  | { type: 'packs-listed'; packs: PackSummary[] }
  | { type: 'pack-chosen'; packId: string }
  | { type: 'settings-changed'; settings: Partial<RequestedSettings> };

export type AppEvent = PipelineEvent | PageEvent;

const defined = <T extends object>(values: T): Partial<T> =>
  Object.fromEntries(
    Object.entries(values).filter(([, value]) => value !== undefined),
  ) as Partial<T>;

/** The state before a pack is open. */
export const initialState = (url: UrlParams): AppState => {
  const { seed, steps, guidance, centring } = url;
  const urlSettings = defined({ seed, steps, guidance, centring });
  return {
    run: 'idle',
    queued: false,
    stage: null,
    stages: {},
    fraction: 0,
    download: null,
    connection: null,
    fetchedAgain: [],
    startedAt: 0,
    heardAt: 0,
    healed: [],
    notices: [],
    error: null,
    sizeQuestion: null,
    current: null,
    opened: null,
    viewed: null,
    look: firstLook,
    earlier: null,
    choice: null,
    forecast: null,
    packs: [],
    packId: url.pack ?? DEFAULT_PACK,
    settings: { ply: 'standard', filters: 'pack', ...urlSettings },
    urlSettings,
  };
};

/** What the page asks after an error. */
const askSize = ({ current, earlier }: AppState, error: AppError): SizeQuestion | null =>
  sizeQuestion(error, current?.photo.sample, earlier?.photo.sample?.calibratedFor);

const noProgress = {
  stage: null,
  stages: {},
  fraction: 0,
  download: null,
  connection: null,
} as const;

/** What a new run of the same photo makes again. */
const unmade = { artifacts: {}, losses: undefined, summary: undefined };

/** Adds outputs to the result that the page shows. */
const addToResult = (state: AppState, outputs: Partial<Result>): AppState =>
  state.current ? { ...state, current: { ...state.current, ...outputs } } : state;

/** After a failed or cancelled run, the page shows the earlier result again. */
const restoreEarlier = (state: AppState) => ({
  current: state.earlier ?? state.current,
  earlier: null,
});

/** Chooses a pack. The settings get the seed, steps and guidance of this pack. */
function choosePack(state: AppState, packId: string): AppState {
  const pack = state.packs.find(({ id }) => id === packId);
  const { pruneBackground, ...settings } = state.settings;
  const kept = pack?.canPrune && pruneBackground ? { pruneBackground } : {};
  const chosen = { ...settings, ...kept, ...pack?.defaults };
  return { ...state, packId, forecast: null, settings: chosen };
}

/** The state after an event. A pure function. */
export function applyEvent(state: AppState, event: AppEvent): AppState {
  switch (event.type) {
    case 'opened': {
      const pack = event.packs.find(({ id }) => id === state.packId);
      return {
        ...state,
        choice: event.choice,
        packs: event.packs,
        // The pipeline may have been opened before, with another backend.
        ...(!state.choice && {
          settings: { ...state.settings, ...pack?.defaults, ...state.urlSettings },
        }),
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
        ...noProgress,
        run: nextRun(state.run, 'start'),
        queued: event.queued ?? false,
        startedAt: event.at,
        heardAt: event.at,
        healed: [],
        notices: [],
        fetchedAgain: [],
        error: null,
        sizeQuestion: null,
        earlier: complete,
        opened: event.queued ? state.opened : null,
        viewed: event.queued ? state.viewed : null,
        look: again || (event.queued && state.opened) ? state.look : firstLook,
        current: { ...again, ...unmade, photo: event.photo },
      };
    }
    case 'healed':
      return {
        ...state,
        run: nextRun(state.run, 'heal'),
        // The new worker begins its downloads anew.
        download: null,
        connection: null,
        healed: [...state.healed.filter((fault) => fault !== event.fault), event.fault],
      };
    case 'heard':
      return { ...state, heardAt: event.at };
    case 'download':
      return { ...state, download: { loaded: event.loaded, total: event.total } };
    case 'connection':
      return { ...state, connection: event.news };
    case 'fetched-again':
      return { ...state, fetchedAgain: [...state.fetchedAgain, event.file] };
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
      // The progress bar never goes backwards: a user would take that for a fault.
      return { ...state, fraction: Math.min(1, Math.max(state.fraction, event.fraction)) };
    case 'notice':
      return state.notices.includes(event.notice)
        ? state
        : { ...state, notices: [...state.notices, event.notice] };

    case 'photo':
      return addToResult(state, { shownPhoto: event.png });
    case 'cutout':
      return addToResult(state, { cutout: event.png });
    case 'subject':
      return addToResult(state, { subject: event.png });
    case 'skeleton':
      return addToResult(state, {
        skeleton: { uv: event.uv, xyz: event.xyz, error: event.error },
      });
    case 'views':
      return addToResult(state, { views: event.png });
    case 'posed-views':
      return addToResult(state, { posedViews: event.shown });
    case 'compared':
      return addToResult(state, { comparison: event.comparison });
    case 'losses':
      return addToResult(state, { losses: event.report });
    case 'looked':
      return { ...state, look: { ...state.look, ...event.look } };
    case 'splat':
      return addToResult(state, {
        splat: { ply: event.ply, count: event.count },
        cameras: event.cameras,
      });
    case 'artifact':
      return addToResult(state, {
        artifacts: { ...state.current?.artifacts, [event.name]: event.file },
      });

    case 'finished':
      return {
        ...addToResult(state, { summary: event.summary }),
        run: nextRun(state.run, 'finish'),
        fraction: 1,
        earlier: null,
      };
    case 'cancelled':
      return {
        ...state,
        ...noProgress,
        ...restoreEarlier(state),
        run: nextRun(state.run, 'cancel'),
      };
    case 'failed':
      return {
        ...state,
        ...noProgress,
        ...restoreEarlier(state),
        run: nextRun(state.run, 'fail'),
        error: event.queued ? null : event.error,
        sizeQuestion: event.queued ? null : askSize(state, event.error),
      };
    case 'result-opened': {
      const { opened } = event;
      const { posedViews } = opened?.result ?? state.current ?? {};
      return { ...state, opened, viewed: null, look: lookAt(posedViews, state.look) };
    }
    case 'splat-viewed':
      return { ...state, viewed: event.viewed };
    case 'dismissed':
      return { ...state, run: nextRun(state.run, 'dismiss'), error: null, sizeQuestion: null };
    case 'reset':
      return {
        ...state,
        ...noProgress,
        run: nextRun(state.run, 'reset'),
        healed: [],
        notices: [],
        fetchedAgain: [],
        error: null,
        sizeQuestion: null,
        current: null,
        opened: null,
        viewed: null,
        earlier: null,
      };

    case 'packs-listed': {
      const { packs } = event;
      const removed = !packs.some(({ id }) => id === state.packId) && packs.length > 0;
      return removed ? choosePack({ ...state, packs }, packs[0].id) : { ...state, packs };
    }
    case 'forecast':
      return { ...state, forecast: event.forecast };
    case 'pack-chosen':
      return choosePack(state, event.packId);
    case 'settings-changed':
      return { ...state, settings: { ...state.settings, ...event.settings } };
  }
}
