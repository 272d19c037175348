import { isDone, nameIn } from '../queue/select.ts';
import { isBusy } from '../run-machine.ts';
import type { AppState } from '../state.ts';
import type { HistoryState, KeptItem } from './state.ts';

/** The name of a kept run: the one that the person gave, else its photo's. */
export const titleOf = ({ kept, job }: KeptItem): string => kept.title ?? nameIn(job.path);

/** The runs that the list shows: all but the one in progress. */
export const listed = ({ items, running }: Pick<HistoryState, 'items' | 'running'>): KeptItem[] =>
  items.filter(({ id }) => id !== running);

/** Whether the page says that nothing is kept. It says so once. */
export const saysNothingIsKept = ({ access, lasting, noted }: HistoryState): boolean =>
  access === 'own' && !lasting && !noted;

/** Whether the page shows the history. */
export const hasHistory = (state: HistoryState): boolean =>
  listed(state).length > 0 ||
  state.deleted !== null ||
  state.problem !== null ||
  state.unkept ||
  state.access === 'elsewhere' ||
  saysNothingIsKept(state);

/** Id of the item that the page shows. */
export const shownItem = (
  { opened, current }: Pick<AppState, 'opened' | 'current'>,
  { items }: Pick<HistoryState, 'items'>,
): number | null => {
  if (opened) return opened.from === 'history' ? opened.id : null;
  const summary = current?.summary;
  // Runs of the queue, too, become `current`. The summary is the same object only in the result's own record.
  const item = items.find(({ end }) => end?.state === 'done' && end.summary === summary);
  return item?.id ?? null;
};

/** Whether the item has a result, and not only some finished stages. */
export const isComplete = isDone;

/** Whether closing the tab would lose the page's own run or its result. */
export const wouldLoseRun = (
  { run, queued }: Pick<AppState, 'run' | 'queued'>,
  { access, lasting, unkept }: Pick<HistoryState, 'access' | 'lasting' | 'unkept'>,
): boolean => unkept || (isBusy(run) && !queued && !(access === 'own' && lasting));
