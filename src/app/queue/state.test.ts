import { describe, expect, it } from 'vitest';
import { AppError, toWire, type ErrorCode } from '../../core/errors.ts';
import type { JobEnd, JobRecord } from '../../worker/job-store/record.ts';
import { countsOf, foldersOf, itemState, mayResume } from './select.ts';
import { applyQueue, initialQueue, nextItem, type QueueEvent, type QueueState } from './state.ts';

const itemOf = (id: number, path: string, changes: Partial<JobRecord> = {}): JobRecord => ({
  id,
  job: { kind: 'photo', path, packId: 'p', settings: { ply: 'standard', filters: 'pack' } },
  inputs: [],
  begun: 0,
  end: null,
  ...changes,
});

const failed = (code: ErrorCode): JobEnd => ({
  state: 'failed',
  error: toWire(new AppError(code, { message: code })),
});

const done = (notices: ('mask-unsure' | 'first-page')[] = []): JobEnd => ({
  state: 'done',
  summary: { stageMs: {}, totalMs: 1, gaussians: 2, video: 'turntable.mp4' },
  notices,
  skeleton: null,
  outputs: [],
});

const after = (state: QueueState, ...events: QueueEvent[]) => events.reduce(applyQueue, state);

const opened = (items: JobRecord[], reloaded = false): QueueEvent => ({
  type: 'opened',
  kept: true,
  items,
  thumbnails: {},
  previews: {},
  reloaded,
});

const begin = (item: JobRecord): QueueEvent => ({ type: 'began', item });
const end = (item: JobRecord, how: JobEnd): QueueEvent => ({
  type: 'ended',
  item: { ...item, end: how },
});

const [a, b, c] = ['a9.png', 'a10.png', 'b.png'].map((path, i) => itemOf(3 - i, path));

describe('the order', () => {
  it('is natural by name, also for photos that come later', () => {
    const state = after(initialQueue, opened([c, b]), { type: 'added', item: a, preview: null });
    expect(state.items).toEqual([a, b, c]);
  });

  it('the first that waits runs next, one at a time, and only while the queue works', () => {
    const open = after(initialQueue, opened([a, b, c]));
    expect(nextItem(open)).toBeNull();
    const works = after(open, { type: 'resumed' });
    expect(nextItem(works)).toBe(a);
    const runs = after(works, begin(a));
    expect(nextItem(runs)).toBeNull();
    expect(nextItem(after(runs, end(a, done())))).toBe(b);
    expect(nextItem(after(runs, end(b, { state: 'cancelled' }), end(a, done())))).toBe(c);
  });
});

describe('a new page', () => {
  it('goes on after a reload, and asks in a new visit', () => {
    expect(after(initialQueue, opened([a], true))).toMatchObject({ working: true, halt: null });
    expect(after(initialQueue, opened([a]))).toMatchObject({ working: false, halt: 'closed' });
    const all = { ...a, end: done() };
    expect(after(initialQueue, opened([all], true))).toMatchObject({ working: false, halt: null });
  });

  it('asks after two crashes at the same photo', () => {
    const once = opened([{ ...a, begun: 1 }], true);
    expect(after(initialQueue, once).working).toBe(true);
    const twice = opened([{ ...a, begun: 2 }], true);
    expect(after(initialQueue, twice)).toMatchObject({ working: false, halt: 'crashed' });
  });
});

describe('failures', () => {
  const works = after(initialQueue, opened([a, b, c]), { type: 'resumed' });
  const run = (state: QueueState, item: JobRecord, how: JobEnd) =>
    after(state, begin(item), end(item, how));

  it.each([
    'photo-damaged',
    'mask-empty',
    'queue-file-lost',
    'views-unpaired',
    'camera-invalid',
    'calibration-size',
    'pack-views-only',
  ] as const)('of photos and samples (%s) do not stop the queue', (code) => {
    const state = run(run(works, a, failed(code)), b, failed(code));
    expect(state).toMatchObject({ working: true, halt: null });
  });

  it('the same other error twice in a row stops it', () => {
    const once = run(works, a, failed('network'));
    expect(once).toMatchObject({ working: true, halt: null });
    expect(run(once, b, failed('network'))).toMatchObject({ working: false, halt: 'same-error' });
    expect(run(once, b, failed('device-lost'))).toMatchObject({ working: true, halt: null });
    expect(run(run(once, b, done()), c, failed('network')).halt).toBeNull();
  });

  it('"Continue" forgets them', () => {
    const halted = run(run(works, a, failed('network')), b, failed('network'));
    const goes = after(halted, { type: 'resumed' });
    expect(goes).toMatchObject({ working: true, halt: null });
    expect(run(goes, c, failed('network')).halt).toBeNull();
  });
});

describe('what stops the queue', () => {
  it('is forgotten when nothing waits any more', () => {
    const closed = after(initialQueue, opened([a]));
    expect(after(closed, end(a, { state: 'cancelled' })).halt).toBeNull();
    expect(after(closed, { type: 'removed', id: a.id }).halt).toBeNull();
  });

  it('can be continued while a result is to be stored, also if no photo waits', () => {
    const halted = after(initialQueue, opened([{ ...a, end: done() }]), {
      type: 'halted',
      halt: 'unstored',
    });
    expect(mayResume(halted)).toBe(true);
    expect(after(halted, { type: 'resumed' }).halt).toBeNull();
    expect(mayResume(after(initialQueue, opened([a])))).toBe(true);
    expect(mayResume(after(initialQueue, opened([a], true)))).toBe(false);
  });
});

describe('an item', () => {
  const state = after(initialQueue, opened([a, b, c]), { type: 'resumed' }, begin(a));

  it('that was removed does not come back, and frees its place', () => {
    const removed = after(state, { type: 'removed', id: a.id }, end(a, done()));
    expect(removed.items).toEqual([b, c]);
    expect(removed.running).toBeNull();
    expect(nextItem(removed)).toBe(b);
  });

  it('whose run was interrupted waits again', () => {
    const waits = after(state, { type: 'waits', item: a });
    expect(waits.running).toBeNull();
    expect(nextItem(waits)).toBe(a);
  });

  it('has its picture until it runs again', () => {
    const thumbnail = new Blob();
    const ended = after(state, { type: 'ended', item: { ...a, end: done() }, thumbnail });
    expect(ended.thumbnails).toEqual({ [a.id]: thumbnail });
    expect(after(ended, { type: 'waits', item: a }).thumbnails).toEqual({});
  });

  it('has a picture of what it runs until it is removed', () => {
    const preview = new Blob();
    const added = after(state, { type: 'removed', id: a.id }, { type: 'added', item: a, preview });
    const ended = after(added, begin(a), end(a, done()), { type: 'waits', item: a });
    expect(ended.previews).toEqual({ [a.id]: preview });
    expect(after(ended, { type: 'removed', id: a.id }).previews).toEqual({});
  });

  it('is doubtful only with a reason to doubt the result', () => {
    const stateOf = (how: JobEnd | null) => itemState({ ...a, end: how }, null);
    expect(stateOf(done(['mask-unsure']))).toBe('doubtful');
    expect(stateOf(done(['first-page']))).toBe('done');
    expect(stateOf(failed('network'))).toBe('failed');
    expect(stateOf(null)).toBe('waiting');
    expect(itemState(a, a.id)).toBe('running');
  });
});

it('the counts are those of all items', () => {
  const ends = [done(), done(['mask-unsure']), failed('network'), { state: 'cancelled' } as const];
  const items = [...ends.map((how, i) => itemOf(10 + i, `${i}`, { end: how })), a, b];
  expect(countsOf(after(initialQueue, opened(items), begin(a)))).toEqual({
    running: 1,
    waiting: 1,
    done: 1,
    doubtful: 1,
    failed: 1,
    cancelled: 1,
  });
});

it('folders of results are apart, and can be made on any disk', () => {
  const paths = ['day 1/a.png', 'day 1/a.jpg', 'day:2/b .png', '../c.png', 'a.png', 'a.png'];
  const items = paths.map((path, id) => itemOf(id, path, { end: done() }));
  expect(foldersOf([...items, itemOf(9, 'waits.png')]).map(({ folder }) => folder)).toEqual([
    'day 1/a.png',
    'day 1/a.jpg',
    'day_2/b',
    'mouse/c',
    'a.png',
    'a.png (2)',
  ]);
});

it('a point in the name of a sample begins no extension, and a photo of its name has another folder', () => {
  const sample = (id: number, path: string): JobRecord => {
    const { job, ...rest } = itemOf(id, path, { end: done() });
    const paths = { cameras: [], pictures: [], masks: [] };
    return { ...rest, job: { ...job, kind: 'sample', name: path, camerasName: 'c.json', paths } };
  };
  const items = [sample(1, 'd/day1.5'), sample(2, 'd/s'), itemOf(3, 'd/s.png', { end: done() })];
  expect(foldersOf([...items, sample(4, 'd/s')]).map(({ folder }) => folder)).toEqual([
    'd/day1.5',
    'd/s',
    'd/s.png',
    'd/s (2)',
  ]);
});
