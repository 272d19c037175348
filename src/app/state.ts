import type { Corrections } from '../core/corrections/corrections.ts';
import type { AppError } from '../core/errors.ts';
import type {
  BackendChoice,
  PackSummary,
  PipelineEvent,
  RequestedSettings,
  RunSummary,
} from '../worker/protocol.ts';
import type { AppState } from './app-state.ts';
import { withPainted } from './correct/painted.ts';
import { sizeQuestion, type SizeQuestion } from './posed/calibration.ts';
import { firstLook, lookAt, type Look } from './posed/look.ts';
import type { Result } from './result.ts';
import { nextRun } from './run-machine.ts';
import type { UserPhoto } from './user-photo.ts';

export type { AppState } from './app-state.ts';
export type { Result, SkeletonPoints, ViewedSplat } from './result.ts';

/** The settings that no pack and no person has changed. */
export const DEFAULT_SETTINGS: RequestedSettings = { ply: 'standard', filters: 'pack' };

/** Events that come from the page itself, not from the worker. */
type PageEvent =
  | { type: 'opened'; choice: BackendChoice; packs: PackSummary[] }
  | { type: 'heard'; at: number }
  /** `queued`: the queue began the run. What the person looks at then stays. */
  | { type: 'started'; photo: UserPhoto; at: number; queued?: boolean }
  /** The pipeline gets a run with these settings. */
  | { type: 'run-planned'; packId: string; settings: RequestedSettings }
  /** The person corrected a photo. */
  | { type: 'corrected'; photo: Blob; corrections: Corrections }
  | { type: 'finished'; summary: RunSummary }
  | { type: 'cancelled' }
  /** `queued`: the queue shows the error. */
  | { type: 'failed'; error: AppError; queued?: boolean }
  | { type: 'result-opened'; opened: AppState['opened'] }
  /** The files of an item of the queue or of the history are gone, or are those of another run. */
  | { type: 'result-gone'; from: NonNullable<AppState['opened']>['from']; id: number }
  | { type: 'splat-viewed'; viewed: AppState['viewed'] }
  | { type: 'dismissed' }
  | { type: 'looked'; look: Partial<Look> }
  | { type: 'reset' }
  | { type: 'packs-listed'; packs: PackSummary[] }
  | { type: 'pack-chosen'; packId: string }
  /** The settings of an earlier run become those of the page. `packId`: null if that pack is not here. */
  | { type: 'adopted'; packId: string | null; settings: RequestedSettings }
  | { type: 'settings-reset' }
  | { type: 'settings-changed'; settings: Partial<RequestedSettings> };

export type AppEvent = PipelineEvent | PageEvent;

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
const unmade = {
  artifacts: {},
  losses: undefined,
  madeWith: undefined,
  summary: undefined,
  viewsPreview: undefined,
};

/** The corrections of these photos. */
const correctionsFor = ({ corrections }: AppState, photos: readonly (Blob | undefined)[]) =>
  new Map([...corrections].filter(([photo]) => photos.includes(photo)));

/** Adds outputs to the result that the page shows. */
const addToResult = (state: AppState, outputs: Partial<Result>): AppState =>
  state.current ? { ...state, current: { ...state.current, ...outputs } } : state;

/** After a failed or cancelled run, the page shows again what it showed before. */
const restoreEarlier = ({ current, earlier, before, opened }: AppState) => ({
  current: before ? before.own : (earlier ?? current),
  // Meanwhile the person may have opened another one.
  opened: opened ?? before?.opened ?? null,
  ...{ earlier: null, before: null },
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
          settings: { ...state.settings, ...pack?.defaults, ...state.firstSettings },
        }),
      };
    }
    case 'backend':
      return { ...state, choice: event.choice };

    case 'started': {
      // A result that was opened is run again in place of the page's own.
      const current = (!event.queued && state.opened?.result) || state.current;
      const complete = current?.summary ? current : state.earlier;
      const own = state.current?.summary ? state.current : state.earlier;
      const before = !event.queued && state.opened ? { opened: state.opened, own } : null;
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
        before,
        corrections: correctionsFor(state, [
          event.photo.blob,
          complete?.photo.blob,
          before?.own?.photo.blob,
          // The page goes on showing it while the queue runs.
          state.opened?.result.photo.blob,
        ]),
        opened: event.queued ? state.opened : null,
        viewed: event.queued ? state.viewed : null,
        look: again || (event.queued && state.opened) ? state.look : firstLook,
        current: { ...again, ...unmade, photo: event.photo },
      };
    }
    case 'run-planned':
      return addToResult(state, {
        madeWith: { packId: event.packId, settings: event.settings },
      });
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
      return addToResult(state, { subject: event.png, placed: event.placed });
    case 'skeleton':
      return addToResult(state, {
        skeleton: { uv: event.uv, xyz: event.xyz, error: event.error },
      });
    case 'views':
      return addToResult(state, {
        views: event.png,
        viewsPreview: undefined,
        painted: withPainted(state.current?.painted, event, state.stages),
      });
    case 'views-preview':
      return addToResult(state, { viewsPreview: event.png });
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

    case 'corrected':
      return {
        ...state,
        corrections: new Map([...state.corrections, [event.photo, event.corrections]]),
      };
    case 'finished':
      return {
        ...addToResult(state, { summary: event.summary }),
        run: nextRun(state.run, 'finish'),
        fraction: 1,
        earlier: null,
        before: null,
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
        refused: state.current?.photo ?? null,
        sizeQuestion: event.queued ? null : askSize(state, event.error),
      };
    case 'result-opened': {
      const { opened } = event;
      const { posedViews } = opened?.result ?? state.current ?? {};
      return { ...state, opened, viewed: null, look: lookAt(posedViews, state.look) };
    }
    case 'result-gone': {
      const isIt = (one: AppState['opened'] = null) =>
        one?.from === event.from && one.id === event.id;
      const before =
        state.before && isIt(state.before.opened)
          ? { ...state.before, opened: null }
          : state.before;
      const left = { ...state, before };
      return isIt(state.opened) ? applyEvent(left, { type: 'result-opened', opened: null }) : left;
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
        before: null,
        corrections: new Map(),
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
    case 'adopted': {
      const packId = event.packId ?? state.packId;
      const pack = state.packs.find(({ id }) => id === packId);
      return {
        ...state,
        packId,
        forecast: null,
        settings: { ...pack?.defaults, ...event.settings },
      };
    }
    case 'settings-reset':
      return choosePack({ ...state, settings: DEFAULT_SETTINGS }, state.packId);
    case 'settings-changed':
      return { ...state, settings: { ...state.settings, ...event.settings } };
  }
}
