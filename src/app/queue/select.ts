import { outputNames, stemOf } from '../../core/files/output-names.ts';
import type { DoneJob, JobRecord } from '../../worker/job-store/record.ts';
import { DOUBTS } from '../../worker/protocol.ts';
import { fill, type Messages } from '../i18n/index.ts';
import { safeName } from '../select.ts';
import type { QueueState } from './state.ts';

type Texts = Messages['queue'];

/** What the page shows of an item. `doubtful`: done, with a reason to doubt the result. */
const ITEM_STATES = ['running', 'waiting', 'done', 'doubtful', 'failed', 'cancelled'] as const;

export type ItemState = (typeof ITEM_STATES)[number];

const isDoubt = (notice: string): boolean => DOUBTS.some((doubt) => doubt === notice);

/** The state of an item. */
export function itemState({ id, end }: JobRecord, running: number | null): ItemState {
  if (id === running) return 'running';
  if (end === null) return 'waiting';
  if (end.state !== 'done') return end.state;
  return end.notices.some(isDoubt) ? 'doubtful' : 'done';
}

/** A finished item. */
export type DoneItem = JobRecord & { end: DoneJob };

export const isDone = (item: JobRecord): item is DoneItem => item.end?.state === 'done';

/** Whether the person can paint the mouse of an item, because none was found. */
export const isPaintable = ({ job, end }: JobRecord): boolean =>
  job.kind === 'photo' && end?.state === 'failed' && end.error.code === 'mask-empty';

/** Number of items in each state. */
export function countsOf({ items, running }: QueueState): Record<ItemState, number> {
  const counts = { running: 0, waiting: 0, done: 0, doubtful: 0, failed: 0, cancelled: 0 };
  for (const item of items) counts[itemState(item, running)] += 1;
  return counts;
}

/** Whether “Continue” does something. */
export const mayResume = ({ items, working, halt }: QueueState): boolean =>
  !working && (halt === 'unstored' || items.some(({ end }) => end === null));

/** Whether the page shows the queue. */
export const hasQueue = ({ items, adding, access, notFitting, problem }: QueueState): boolean =>
  items.length > 0 ||
  adding !== null ||
  access === 'elsewhere' ||
  notFitting.length > 0 ||
  problem !== null;

/** The state of the queue as one line: how many items are in each state. */
export function countsLine(counts: Record<ItemState, number>, text: Texts['counts']): string {
  const states = ITEM_STATES.filter((state) => counts[state] > 0);
  return states.map((state) => fill(text[state], { count: counts[state] })).join(' · ');
}

/** The name of a path without its folders. */
export const nameIn = (path: string): string => path.slice(path.lastIndexOf('/') + 1);

/** Finished items, each with the folder for its files. No two folders are equal. */
export function foldersOf(items: readonly JobRecord[]): { item: DoneItem; folder: string }[] {
  const done = items.filter(isDone);
  const paths = done.map(({ job }) => job.path.split('/').map(safeName).join('/'));
  // A point in the name of a sample's folder begins no extension.
  const stems = paths.map((path, i) => (done[i].job.kind === 'sample' ? path : stemOf(path)));
  return outputNames(paths, stems).map((folder, i) => ({ item: done[i], folder }));
}
