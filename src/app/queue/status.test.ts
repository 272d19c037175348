import { expect, it } from 'vitest';
import { AppError, toWire } from '../../core/errors.ts';
import type { JobEnd, JobRecord } from '../../worker/job-store/record.ts';
import { messages } from '../i18n/index.ts';
import type { AppState } from '../state.ts';
import { countsLine } from './select.ts';
import { initialQueue } from './state.ts';
import { statusOf } from './status.ts';

const item = (id: number, end: JobEnd | null): JobRecord => ({
  id,
  job: { kind: 'photo', path: 'a', packId: 'p', settings: { ply: 'standard', filters: 'pack' } },
  ...{ inputs: [], begun: 0, end },
});

const done: JobEnd = {
  state: 'done',
  summary: { stageMs: {}, totalMs: 1, gaussians: 2, video: 'turntable.mp4' },
  ...{ notices: [], skeleton: null, outputs: [] },
};
const failed: JobEnd = {
  state: 'failed',
  error: toWire(new AppError('mask-empty', { message: 'nothing there' })),
};
const cancelled: JobEnd = { state: 'cancelled' };

type App = Pick<AppState, 'run' | 'queued' | 'opened' | 'viewed' | 'error'>;

/** The state of the lamp, and the counts of the queue if the line has them. */
function said(app: Partial<App>, ends: readonly (JobEnd | null)[]) {
  const items = ends.map((end, id) => item(id, end));
  const state: App = {
    run: 'error',
    queued: true,
    opened: null,
    viewed: null,
    error: null,
    ...app,
  };
  const { run, counts } = statusOf(state, { ...initialQueue, items });
  return [run, counts && countsLine(counts, messages.en.queue.counts)];
}

const fault = new AppError('internal', { message: 'x' });
const opened = {
  from: 'queue' as const,
  id: 0,
  result: { photo: { blob: new Blob(), fileName: '' }, artifacts: {} },
  notices: [],
};

it.each<
  [what: string, app: Partial<App>, ends: (JobEnd | null)[], run: string, line: string | null]
>([
  ['the last item failed', {}, [done, done, failed], 'done', '2 done · 1 failed'],
  ['all items failed', {}, [failed, failed], 'error', '2 failed'],
  ['an item failed, and others wait', {}, [failed, null], 'error', '1 waiting · 1 failed'],
  [
    'the last item was cancelled',
    { run: 'cancelled' },
    [done, cancelled],
    'done',
    '1 done · 1 cancelled',
  ],
  ['all items were cancelled', { run: 'cancelled' }, [cancelled], 'cancelled', '1 cancelled'],
  ['the last item is done', { run: 'done' }, [failed, done], 'done', null],
  ['the next item runs', { run: 'running' }, [failed, null], 'running', null],
  ['a run of the page failed', { queued: false }, [done], 'error', null],
  ['the queue was cleared', { run: 'cancelled' }, [], 'cancelled', null],
  ['a finished item is shown', { opened }, [done, failed], 'done', null],
  [
    'a run that began from it failed',
    { opened, queued: false, error: fault },
    [done],
    'error',
    null,
  ],
])('%s', (_, app, ends, run, line) => {
  expect(said(app, ends)).toEqual([run, line]);
});
