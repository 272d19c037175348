import type { AppError } from '../../core/errors.ts';
import type { JobRecord, KeptEntry } from '../../worker/job-store/record.ts';

/** A run of the page that is kept. */
export type KeptItem = JobRecord & { kept: KeptEntry };

export const isKept = (record: JobRecord): record is KeptItem => record.kept !== undefined;

/** What the browser says about its storage. Bytes; null if it does not say. */
export interface StorageFigures {
  used: number | null;
  free: number | null;
  /** Whether the browser has promised not to delete it by itself. Null: it was not asked yet. */
  persisted: boolean | null;
}

/** The state of the history. */
export interface HistoryState {
  /** `none`: not yet open, or the page keeps nothing. `elsewhere`: another tab has the history. */
  access: 'none' | 'own' | 'elsewhere';
  /** Whether the runs outlive the tab. */
  lasting: boolean;
  /** The newest first. Runs that were deleted are not among them. */
  items: readonly KeptItem[];
  /** Small pictures, by the item's id: of the splat, or of what is run. */
  pictures: Readonly<Record<number, Blob>>;
  /** Id of the run that is in progress. */
  running: number | null;
  /** Why a run that was interrupted has not gone on: the page was closed, or it ended twice in the same stage. */
  halt: 'closed' | 'crashed' | null;
  /** The run that was deleted last. It can come back. */
  deleted: KeptItem | null;
  /** Id of the run that gets another name. */
  renaming: number | null;
  /** Whether the page asks if all runs may be deleted. */
  asking: boolean;
  /** Whether the result on the page could not be kept, because the storage is full. */
  unkept: boolean;
  figures: StorageFigures | null;
  /** Why the last action failed. */
  problem: AppError | null;
  /** Whether the person has read that nothing is kept. */
  noted: boolean;
}

export type HistoryEvent =
  | {
      type: 'opened';
      lasting: boolean;
      items: readonly KeptItem[];
      pictures: HistoryState['pictures'];
    }
  | { type: 'elsewhere' }
  /** A run begins. `picture`: of what is run. `isOver`: it has ended before it could be taken down. */
  | { type: 'began'; item: KeptItem; picture?: Blob | null; isOver?: boolean }
  /** The record of an item has changed. */
  | { type: 'changed'; item: KeptItem }
  /** The run is complete, and kept. */
  | { type: 'finished'; item: KeptItem; picture: Blob | null }
  /** The run failed, and can go on another time. */
  | { type: 'stopped'; id: number }
  /** The run ended without a result, and is forgotten. */
  | { type: 'dropped'; id: number }
  | { type: 'deleted'; item: KeptItem }
  | { type: 'restored'; item: KeptItem }
  /** The run that was deleted last cannot come back any more. */
  | { type: 'purged' }
  | { type: 'emptied' }
  | { type: 'renaming'; id: number | null }
  | { type: 'asked'; asking: boolean }
  /** The storage is full: the result is only in memory. `id`: of the run, if it has a record. */
  | { type: 'unkept'; id: number | null }
  /** The result that was only in memory is kept. */
  | { type: 'held-kept' }
  | { type: 'measured'; figures: StorageFigures | null }
  | { type: 'failed'; problem: AppError }
  | { type: 'dismissed' };

export const initialHistory: HistoryState = {
  access: 'none',
  lasting: true,
  items: [],
  pictures: {},
  running: null,
  halt: null,
  deleted: null,
  renaming: null,
  asking: false,
  unkept: false,
  figures: null,
  problem: null,
  noted: false,
};

const newestFirst = (items: readonly KeptItem[]): KeptItem[] =>
  items.toSorted((a, b) => b.kept.at - a.kept.at || b.id - a.id);

/** Puts an item into the list, in place of its former version. */
const put = (items: readonly KeptItem[], item: KeptItem): KeptItem[] =>
  newestFirst([...items.filter(({ id }) => id !== item.id), item]);

const without = (items: readonly KeptItem[], id: number): KeptItem[] =>
  items.filter((item) => item.id !== id);

/** The run that the end of the page has interrupted last. */
export const interruptedIn = ({ items, running }: Pick<HistoryState, 'items' | 'running'>) =>
  items.find(({ id, end, begun }) => end === null && begun > 0 && id !== running);

/** Whether the page ended twice during the same stage of the run. */
export const hasCrashed = ({ begun }: KeptItem): boolean => begun > 1;

/** What is said of the runs that were interrupted. */
function haltOf(state: HistoryState): HistoryState['halt'] {
  const newest = interruptedIn(state);
  if (!newest || state.unkept) return null;
  return hasCrashed(newest) ? 'crashed' : 'closed';
}

/** The state after an event. A pure function. */
export function applyHistory(state: HistoryState, event: HistoryEvent): HistoryState {
  const after = change(state, event);
  return { ...after, halt: haltOf(after) };
}

const notRunning = ({ running }: HistoryState, id: number | null): number | null =>
  running === id ? null : running;

function change(state: HistoryState, event: HistoryEvent): HistoryState {
  const { items, pictures } = state;
  switch (event.type) {
    case 'opened': {
      const { lasting, pictures } = event;
      return { ...state, access: 'own', lasting, pictures, items: newestFirst(event.items) };
    }
    case 'elsewhere':
      return { ...state, access: 'elsewhere' };
    case 'began': {
      const { item, picture, isOver } = event;
      return {
        ...state,
        items: put(items, item),
        running: isOver ? state.running : item.id,
        pictures: picture ? { ...pictures, [item.id]: picture } : pictures,
      };
    }
    case 'changed':
      return {
        ...state,
        items: items.some(({ id }) => id === event.item.id) ? put(items, event.item) : items,
        renaming: state.renaming === event.item.id ? null : state.renaming,
      };
    case 'finished': {
      const { item, picture } = event;
      return {
        ...state,
        items: put(items, item),
        running: notRunning(state, item.id),
        pictures: picture ? { ...pictures, [item.id]: picture } : pictures,
      };
    }
    case 'dropped':
      return {
        ...state,
        items: without(items, event.id),
        running: notRunning(state, event.id),
      };
    case 'stopped':
      return { ...state, running: notRunning(state, event.id) };
    case 'deleted':
      return {
        ...state,
        items: without(items, event.item.id),
        deleted: event.item,
        renaming: null,
      };
    case 'restored':
      return { ...state, items: put(items, event.item), deleted: null };
    case 'purged':
      return { ...state, deleted: null };
    case 'emptied':
      return {
        ...state,
        items: items.filter(({ id }) => id === state.running),
        deleted: null,
        asking: false,
      };
    case 'renaming':
      return { ...state, renaming: event.id };
    case 'asked':
      return { ...state, asking: event.asking };
    case 'unkept':
      return { ...state, unkept: true, running: notRunning(state, event.id) };
    case 'held-kept':
      return { ...state, unkept: false };
    case 'measured':
      return { ...state, figures: event.figures };
    case 'failed':
      return { ...state, problem: event.problem };
    case 'dismissed':
      return { ...state, problem: null, noted: true };
  }
}
