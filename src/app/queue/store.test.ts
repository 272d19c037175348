import { describe, expect, it, vi } from 'vitest';
import { AppError } from '../../core/errors.ts';
import { LOSSES, tab } from '../../test/queue/tab.ts';
import { JobStore } from '../../worker/job-store/job-store.ts';
import { isSample, type RunRequest } from '../../worker/protocol.ts';

const photos = (...paths: string[]) =>
  paths.map((path) => ({ kind: 'photo', path, blob: new Blob([path]) }) as const);

/** The bytes of a run's photo. */
const textOf = (request: RunRequest) => (isSample(request) ? null : request.photo.text());

describe('the queue', () => {
  it('runs photos one after the other in natural order, and stores their results', async () => {
    const { queue, runs, runOf, states, rests } = tab();
    await queue.actions.add(photos('d/a10.png', 'd/a9.png'));
    // The first photo runs before the second is copied.
    (await runOf('a10.png')).finish();
    const second = await runOf('a9.png', 2);
    expect(await textOf(second.request)).toBe('d/a9.png');
    expect(states()).toBe('d/a9.png running, d/a10.png done');
    second.finish();
    await rests();
    expect(states()).toBe('d/a9.png done, d/a10.png done');
    expect(runs).toHaveLength(2);
    expect(Object.keys(queue.store.getState().thumbnails)).toHaveLength(2);
  });

  it('goes on in a page that was loaded again, at the photo that ran', async () => {
    const first = tab();
    await first.queue.actions.add(photos('a.png', 'b.png', 'c.png'));
    (await first.runOf('a.png')).finish();
    await first.runOf('b.png', 2);
    const second = tab(first.storage, { reloaded: true });
    await second.queue.actions.open();
    await second.runOf('b.png');
    expect(second.states()).toBe('a.png done, b.png running, c.png waiting');
  });

  it('asks before it goes on in a new visit', async () => {
    const first = tab();
    await first.queue.actions.add(photos('a.png'));
    await first.runOf('a.png');
    const { queue, runs, runOf } = tab(first.storage);
    await queue.actions.open();
    expect(queue.store.getState().halt).toBe('closed');
    expect(runs).toEqual([]);
    await queue.actions.resume();
    await runOf('a.png');
    expect(queue.store.getState().halt).toBeNull();
  });

  it('goes on after a photo that fails, says why, and runs it again with the settings of then', async () => {
    const { app, queue, runOf, states, rests } = tab();
    await queue.actions.add(photos('a.png', 'b.png'));
    (await runOf('a.png')).fail(new AppError('mask-empty', { message: 'nothing there' }));
    (await runOf('b.png', 2)).finish();
    await rests();
    expect(states()).toBe('a.png failed, b.png done');
    expect(app.store.getState().error).toBeNull();
    expect(queue.store.getState().items[0].end).toMatchObject({ error: { code: 'mask-empty' } });
    app.actions.changeSettings({ seed: 5 });
    await queue.actions.retryFailed();
    const third = await runOf('a.png', 3);
    expect(third.request.settings.seed).toBe(5);
    third.finish();
    await rests();
    expect(states()).toBe('a.png done, b.png done');
    expect(queue.store.getState().items.map(({ job }) => job.settings.seed)).toEqual([5, 1]);
  });

  it('a photo keeps the settings with which it was added, also after a reload', async () => {
    const first = tab();
    await first.queue.actions.add(photos('a.png', 'b.png'));
    await first.runOf('a.png');
    const second = tab(first.storage, { reloaded: true });
    second.app.actions.changeSettings({ seed: 9 });
    await second.queue.actions.open();
    expect((await second.runOf('a.png')).request.settings.seed).toBe(1);
  });

  it('cancels one photo and goes on, or cancels all', async () => {
    const { queue, app, runOf, states, rests, runs } = tab();
    await queue.actions.add(photos('a.png', 'b.png', 'c.png', 'd.png'));
    await runOf('a.png');
    const [a, , c] = queue.store.getState().items;
    await queue.actions.cancel(c.id);
    await queue.actions.cancel(a.id);
    await runOf('b.png', 2);
    expect(states()).toBe('a.png cancelled, b.png running, c.png cancelled, d.png waiting');
    await queue.actions.cancelAll();
    await rests();
    expect(states()).toBe('a.png cancelled, b.png cancelled, c.png cancelled, d.png cancelled');
    expect(runs).toHaveLength(2);
    expect(app.store.getState().run).toBe('cancelled');
  });

  it('a run that the person begins goes first, and the photo of the queue runs again', async () => {
    const { queue, app, runOf, states } = tab();
    await queue.actions.add(photos('a.png'));
    await runOf('a.png');
    void app.actions.start(new Blob(['own']), 'own.png');
    const own = await runOf('own.png', 2);
    await vi.waitFor(() => expect(states()).toBe('a.png waiting'));
    own.finish();
    (await runOf('a.png', 3)).finish();
    await vi.waitFor(() => expect(states()).toBe('a.png done'));
  });

  it('waits for a run of the page that is in progress', async () => {
    const { queue, app, runs, runOf } = tab();
    void app.actions.start(new Blob(['own']), 'own.png');
    const own = await runOf('own.png');
    await queue.actions.add(photos('a.png', 'b.png'));
    expect(runs).toHaveLength(1);
    own.finish();
    await runOf('a.png', 2);
  });

  it('shows a finished result from the storage while another photo runs', async () => {
    const { queue, app, runOf } = tab();
    await queue.actions.add(photos('a.png', 'b.png'));
    (await runOf('a.png')).finish();
    await runOf('b.png', 2);
    const [a] = queue.store.getState().items;
    await queue.actions.show(a.id);
    const { opened, current, run } = app.store.getState();
    expect(run).toBe('running');
    expect(current?.photo.fileName).toBe('b.png');
    expect(opened?.result.photo.fileName).toBe('a.png');
    expect(await opened?.result.artifacts['run.json']?.text()).toBe(
      'run.json of a.png with seed 1',
    );
    expect(await opened?.result.splat?.ply.text()).toContain('gaussians.ply of a.png');
    expect(opened?.result.views).toHaveLength(2);
    expect(opened?.result.skeleton?.xyz).toEqual(Float32Array.of(1, 2, 3));
    expect(opened?.result.losses).toEqual(LOSSES);
    await queue.actions.remove(a.id);
    expect(app.store.getState().opened).toBeNull();
  });

  it('says that a file is gone, and does not show half a result', async () => {
    const { queue, app, runOf, rests, storage } = tab();
    await queue.actions.add(photos('a.png'));
    (await runOf('a.png')).finish();
    await rests();
    const [a] = queue.store.getState().items;
    await storage.remove(`${a.id}.out.run.json`);
    await queue.actions.show(a.id);
    expect(app.store.getState().opened).toBeNull();
    expect(queue.store.getState().problem?.code).toBe('queue-file-lost');
  });

  it('clears everything, also what runs, and frees the space', async () => {
    const { queue, runOf, storage } = tab();
    await queue.actions.add(photos('a.png', 'b.png', 'c.png'));
    (await runOf('a.png')).finish();
    await runOf('b.png', 2);
    await queue.actions.clear();
    expect(queue.store.getState()).toMatchObject({ items: [], access: 'none', running: null });
    expect(await storage.names()).toEqual([]);
    await queue.actions.add(photos('d.png'));
    await runOf('d.png', 3);
  });
});

describe('a full storage', () => {
  it('photos that do not fit are said, and those that fit run', async () => {
    const { queue, runOf, states, storage } = tab();
    await queue.actions.add(photos('a.png'));
    await runOf('a.png');
    storage.full = true;
    await queue.actions.add(photos('b.png', 'c.png'));
    expect(queue.store.getState().notFitting).toEqual(['b.png', 'c.png']);
    expect(states()).toBe('a.png running');
  });

  it('a result that does not fit stays in memory, the queue halts, and goes on when there is space', async () => {
    const { queue, app, runOf, runs, rests, states, storage } = tab();
    await queue.actions.add(photos('a.png', 'b.png'));
    const run = await runOf('a.png');
    storage.full = true;
    run.finish();
    await rests();
    expect(queue.store.getState().halt).toBe('unstored');
    expect(states()).toBe('a.png done, b.png waiting');
    const [a] = queue.store.getState().items;
    await queue.actions.show(a.id);
    expect(await app.store.getState().opened?.result.artifacts['run.json']?.text()).toContain(
      'a.png',
    );
    await queue.actions.resume();
    expect(queue.store.getState().halt).toBe('unstored');
    expect(runs).toHaveLength(1);

    storage.full = false;
    await queue.actions.resume();
    await runOf('b.png', 2);
    const again = await JobStore.open(storage);
    expect(again.records.map(({ end }) => end?.state)).toEqual(['done', undefined]);
  });

  it('a result that did not fit can be removed, and then the queue can go on', async () => {
    const { queue, runOf, rests, storage } = tab();
    await queue.actions.add(photos('a.png', 'b.png'));
    const run = await runOf('a.png');
    storage.full = true;
    run.finish();
    await rests();
    await queue.actions.remove(queue.store.getState().items[0].id);
    expect(queue.store.getState().halt).toBe('problem');
    storage.full = false;
    await queue.actions.resume();
    await runOf('b.png', 2);
  });

  it('that cannot even note the begin of a run stops the queue, and says so', async () => {
    const { queue, rests, runs, storage, states } = tab();
    // The photo, its preview and its record fit.
    storage.left = 3;
    await queue.actions.add(photos('a.png'));
    await rests();
    expect(queue.store.getState()).toMatchObject({
      halt: 'problem',
      problem: { code: 'queue-full' },
    });
    expect(states()).toBe('a.png waiting');
    expect(runs).toEqual([]);
  });
});

describe('two tabs', () => {
  it('only one has the queue. The other says so, and takes it over when the first is gone', async () => {
    const first = tab();
    await first.queue.actions.add(photos('a.png', 'b.png'));
    await first.runOf('a.png');
    const second = tab(first.storage, { locks: first.locks });
    const opening = second.queue.actions.open();
    await vi.waitFor(() => expect(second.queue.store.getState().access).toBe('elsewhere'));
    await second.queue.actions.add(photos('c.png'));
    expect(second.queue.store.getState().problem?.code).toBe('queue-elsewhere');
    expect(second.states()).toBe('');
    first.access.release();
    await opening;
    expect(second.states()).toBe('a.png waiting, b.png waiting');
    expect(second.queue.store.getState().halt).toBe('closed');
  });

  it('an empty queue leaves the other tab free to begin one', async () => {
    const first = tab();
    await first.queue.actions.add(photos('a.png'));
    await first.runOf('a.png');
    await first.queue.actions.clear();
    const second = tab(first.storage, { locks: first.locks });
    await second.queue.actions.open();
    await second.queue.actions.add(photos('c.png'));
    await second.runOf('c.png');
    expect(second.queue.store.getState().problem).toBeNull();
  });
});
