import type { AppError, ErrorCode } from '../../core/errors.ts';
import { naturally } from '../../core/natural-order.ts';
import type { JobEnd, JobRecord } from '../../worker/job-store/record.ts';

/** Why no run goes on although items wait. */
export type Halt =
  /** An earlier visit of the page ended before all items were done. */
  | 'closed'
  /** The page ended twice during a run of the same item. */
  | 'crashed'
  /** A result could not be stored. It is in memory. */
  | 'unstored'
  /** Two runs in a row failed with the same error, which is not about an item. */
  | 'same-error'
  /** The state has a `problem`. */
  | 'problem';

/** The state of the queue. */
export interface QueueState {
  /** `none`: no tab has a queue, as far as this one knows. `elsewhere`: another tab has it. */
  access: 'none' | 'own' | 'elsewhere';
  /** Whether the queue outlives the tab. */
  kept: boolean;
  /** In natural order of their paths. */
  items: readonly JobRecord[];
  /** Small pictures of finished splats, by the item's id. */
  thumbnails: Readonly<Record<number, Blob>>;
  /** Small pictures of what the items run, by the item's id. Items that the browser cannot show have none. */
  previews: Readonly<Record<number, Blob>>;
  /** Id of the item that runs. */
  running: number | null;
  /** Whether waiting items run, one after the other. */
  working: boolean;
  halt: Halt | null;
  /** The error of the last run, if the run failed and the error is not about the item. */
  lastFault: ErrorCode | null;
  /** Photos and samples that are being copied into the browser's storage. */
  adding: { done: number; total: number } | null;
  /** Paths of photos and samples that the storage has no space for. They are not in the queue. */
  notFitting: readonly string[];
  /** Finished items that are being written into a folder of the person's. */
  saving: { done: number; total: number } | null;
  /** Number of items that were written into a folder. Null: nothing to say. */
  saved: number | null;
  /** Whether the page asks if all items may be removed. */
  asking: boolean;
  /** Why the last action failed. */
  problem: AppError | null;
}

export type QueueEvent =
  | {
      type: 'opened';
      kept: boolean;
      items: readonly JobRecord[];
      thumbnails: Readonly<Record<number, Blob>>;
      previews: Readonly<Record<number, Blob>>;
      /** Whether the tab was loaded again, so that the person expects the queue to go on. */
      reloaded: boolean;
    }
  | { type: 'elsewhere' }
  | { type: 'adding'; adding: QueueState['adding'] }
  | { type: 'added'; item: JobRecord; preview: Blob | null }
  | { type: 'not-fitting'; path: string }
  /** A run of the item begins. */
  | { type: 'began'; item: JobRecord }
  /** The run of the item has ended, or the item was cancelled before. */
  | { type: 'ended'; item: JobRecord; thumbnail?: Blob | null }
  /** The person corrected the photo of an item that has ended. */
  | { type: 'corrected'; item: JobRecord }
  /** The item waits: its run was interrupted, or the person wants another run. */
  | { type: 'waits'; item: JobRecord }
  | { type: 'removed'; id: number }
  /** The queue is empty, and this tab no longer has it. */
  | { type: 'closed' }
  | { type: 'resumed' }
  | { type: 'halted'; halt: Halt }
  /** No item waits. */
  | { type: 'rested' }
  | { type: 'saving'; saving: QueueState['saving'] }
  | { type: 'saved'; count: number }
  | { type: 'asked'; asking: boolean }
  | { type: 'failed'; problem: AppError }
  | { type: 'dismissed' };

export const initialQueue: QueueState = {
  access: 'none',
  kept: true,
  items: [],
  thumbnails: {},
  previews: {},
  running: null,
  working: false,
  halt: null,
  lastFault: null,
  adding: null,
  notFitting: [],
  saving: null,
  saved: null,
  asking: false,
  problem: null,
};

const inOrder = (items: readonly JobRecord[]): JobRecord[] =>
  items.toSorted((a, b) => naturally(a.job.path, b.job.path) || a.id - b.id);

/** Puts a new version of an item into the list. An item that was removed does not come back. */
const replaced = (items: readonly JobRecord[], item: JobRecord): JobRecord[] =>
  items.map((each) => (each.id === item.id ? item : each));

const without = <T>(map: Readonly<Record<number, T>>, id: number): Record<number, T> =>
  Object.fromEntries(Object.entries(map).filter(([key]) => Number(key) !== id));

/** Errors about a photo or a sample whose names do not begin with `photo-`. */
const ABOUT_ITEM: readonly ErrorCode[] = [
  'mask-empty',
  'views-blank',
  'splat-empty',
  'queue-file-lost',
  'camera-invalid',
  'calibration-size',
  'pack-views-only',
  'mask-inverted',
  'mask-missing',
  'views-apart',
  'views-invalid',
  'views-unpaired',
];

/** Whether another item may succeed after this error. */
const isAboutItem = (code: ErrorCode): boolean =>
  code.startsWith('photo-') || ABOUT_ITEM.includes(code);

/** What an end says about the machine: after the same fault twice in a row, every other item would fail, too. */
function afterEnd({ lastFault }: QueueState, end: JobEnd | null): Partial<QueueState> {
  if (end?.state === 'done') return { lastFault: null };
  if (end?.state !== 'failed' || isAboutItem(end.error.code)) return {};
  if (end.error.code !== lastFault) return { lastFault: end.error.code };
  return { lastFault: null, working: false, halt: 'same-error' };
}

/** The item that runs next. Null if none waits, or if no run may begin. */
export const nextItem = ({ items, working, running }: QueueState): JobRecord | null =>
  working && running === null ? (items.find(({ end }) => end === null) ?? null) : null;

/** How the queue begins in a new page: it goes on after a reload, and asks in a new visit. */
function beginning(items: readonly JobRecord[], reloaded: boolean): Partial<QueueState> {
  const waiting = items.filter(({ end }) => end === null);
  if (waiting.length === 0) return {};
  if (waiting.some(({ begun }) => begun > 1)) return { halt: 'crashed' };
  return reloaded ? { working: true } : { halt: 'closed' };
}

/** The state after an event. A pure function. */
export function applyQueue(state: QueueState, event: QueueEvent): QueueState {
  const after = change(state, event);
  // Without items that wait there is nothing to continue, except a result that is still to be stored.
  const over = after.halt !== 'unstored' && after.items.every(({ end }) => end !== null);
  return over && after.halt ? { ...after, halt: null } : after;
}

function change(state: QueueState, event: QueueEvent): QueueState {
  const { items } = state;
  switch (event.type) {
    case 'opened':
      return {
        ...state,
        access: 'own',
        kept: event.kept,
        items: inOrder(event.items),
        thumbnails: event.thumbnails,
        previews: event.previews,
        ...beginning(event.items, event.reloaded),
      };
    case 'elsewhere':
      return { ...state, access: 'elsewhere' };
    case 'adding':
      return { ...state, adding: event.adding };
    case 'added': {
      const { item, preview } = event;
      const previews = preview ? { ...state.previews, [item.id]: preview } : state.previews;
      return { ...state, items: inOrder([...items, item]), previews };
    }
    case 'not-fitting':
      return { ...state, notFitting: [...state.notFitting, event.path] };
    case 'began':
      return { ...state, items: replaced(items, event.item), running: event.item.id };
    case 'ended': {
      const { item, thumbnail } = event;
      if (!items.some(({ id }) => id === item.id)) return state;
      const thumbnails = without(state.thumbnails, item.id);
      return {
        ...state,
        ...(item.id === state.running && { running: null, ...afterEnd(state, item.end) }),
        items: replaced(items, item),
        thumbnails: thumbnail ? { ...thumbnails, [item.id]: thumbnail } : thumbnails,
      };
    }
    case 'waits':
      return {
        ...state,
        items: replaced(items, event.item),
        thumbnails: without(state.thumbnails, event.item.id),
        running: event.item.id === state.running ? null : state.running,
      };
    case 'corrected':
      return { ...state, items: replaced(items, event.item) };
    case 'closed':
      return { ...initialQueue, problem: state.problem };
    case 'removed': {
      const left = items.filter(({ id }) => id !== event.id);
      const running = state.running === event.id ? null : state.running;
      return {
        ...state,
        items: left,
        thumbnails: without(state.thumbnails, event.id),
        previews: without(state.previews, event.id),
        running,
        saved: null,
      };
    }
    case 'resumed':
      return { ...state, working: true, halt: null, lastFault: null };
    case 'halted':
      return { ...state, working: false, halt: event.halt };
    case 'rested':
      return { ...state, working: false };
    case 'saving':
      return { ...state, saving: event.saving, saved: null };
    case 'saved':
      return { ...state, saving: null, saved: event.count };
    case 'asked':
      return { ...state, asking: event.asking };
    case 'failed':
      return { ...state, saving: null, adding: null, problem: event.problem };
    case 'dismissed':
      return { ...state, problem: null, notFitting: [] };
  }
}
