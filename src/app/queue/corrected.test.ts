import { expect, test, vi } from 'vitest';
import { tab } from '../../test/queue/tab.ts';
import { JobStore } from '../../worker/job-store/job-store.ts';

type Tab = ReturnType<typeof tab>;

const nudge = { scale: 2, x: 0, y: 0 };
const mask = { width: 2, height: 1, alpha: Uint8Array.of(255, 3), id: 'mask 1' };

const itemOf = ({ queue }: Tab) => queue.store.getState().items[0];
const opened = (page: Tab) => page.app.store.getState().opened;

/** A page that shows the result of an item. */
async function shown(page = tab()) {
  await page.queue.actions.add([{ kind: 'photo', path: 'd/q.png', blob: new Blob(['q']) }]);
  (await page.runOf('q.png')).finish();
  await page.rests();
  await page.queue.actions.show(itemOf(page).id);
  return page;
}

/** The run.json of the item, as the storage has it. */
const runOfItem = async (page: Tab) => {
  await page.queue.actions.show(itemOf(page).id);
  return opened(page)?.result.artifacts['run.json']?.text();
};

test('an item that is corrected gets the new result, and keeps the corrections from visit to visit', async () => {
  const first = await shown();
  first.app.actions.changeSettings({ seed: 5 });
  void first.app.actions.correct({ nudge, mask });
  (await first.runOf('q.png', 2)).finish();
  await vi.waitFor(() => expect(itemOf(first).job.settings.seed).toBe(5));
  expect(await runOfItem(first)).toBe('run.json of q.png with seed 5');

  const page = tab(first.storage, { reloaded: true });
  await page.queue.actions.open();
  expect(page.states()).toBe('d/q.png done');
  await page.queue.actions.show(itemOf(page).id);
  void page.app.actions.runAgain();
  const own = await page.runOf('q.png');
  expect(own.request.settings.corrections).toEqual({ nudge, mask });
  page.app.actions.cancel();
  await vi.waitFor(() => expect(page.app.store.getState().run).toBe('cancelled'));

  await page.queue.actions.retry(itemOf(page).id);
  const again = await page.runOf('q.png', 2);
  expect(again.request.settings.corrections).toEqual({ nudge, mask });
  again.finish();
  await page.rests();
  // What the queue has just run can be corrected on, too.
  void page.app.actions.correct({ nudge: undefined });
  const third = await page.runOf('q.png', 3);
  expect(third.request.settings.corrections).toEqual({ nudge: undefined, mask });
});

test('after a cancelled run an item keeps its result, with the corrections', async () => {
  const page = await shown();
  void page.app.actions.correct({ nudge });
  await page.runOf('q.png', 2);
  page.app.actions.cancel();
  await vi.waitFor(() => expect(itemOf(page).job.corrections).toEqual({ nudge }));
  expect(page.states()).toBe('d/q.png done');
  expect(await runOfItem(page)).toBe('run.json of q.png with seed 1');
});

test('another seed alone leaves the result of the item', async () => {
  const page = await shown();
  page.app.actions.changeSettings({ seed: 5 });
  void page.app.actions.runAgain();
  (await page.runOf('q.png', 2)).finish();
  await vi.waitFor(() => expect(page.app.store.getState().run).toBe('done'));
  expect(await runOfItem(page)).toBe('run.json of q.png with seed 1');
});

test('an item that is removed while it is corrected leaves nothing', async () => {
  const page = await shown();
  void page.app.actions.correct({ nudge });
  const run = await page.runOf('q.png', 2);
  await page.queue.actions.remove(itemOf(page).id);
  run.finish();
  await vi.waitFor(() => expect(page.app.store.getState().run).toBe('done'));
  expect(await page.storage.names()).toEqual([]);
});

test('an item that is opened again while it is corrected closes when its files are replaced', async () => {
  const page = await shown();
  void page.app.actions.correct({ nudge });
  const run = await page.runOf('q.png', 2);
  await page.queue.actions.show(itemOf(page).id);
  expect(opened(page)?.id).toBe(itemOf(page).id);
  run.finish();
  await vi.waitFor(() => expect(opened(page)).toBeNull());
  await vi.waitFor(async () => expect(await runOfItem(page)).toBe('run.json of q.png with seed 1'));
});

test('an item that is removed while it is corrected does not come back when the run is cancelled', async () => {
  const page = await shown();
  void page.app.actions.correct({ nudge });
  await page.runOf('q.png', 2);
  await page.queue.actions.remove(itemOf(page).id);
  page.app.actions.cancel();
  await vi.waitFor(() => expect(page.app.store.getState().run).toBe('cancelled'));
  expect(opened(page)).toBeNull();
});

test('a new queue, which has the same ids, keeps the results of its own photos', async () => {
  const page = await shown();
  void page.app.actions.correct({ nudge });
  (await page.runOf('q.png', 2)).finish();
  await vi.waitFor(() => expect(page.app.store.getState().run).toBe('done'));
  const { id } = itemOf(page);
  await page.queue.actions.clear();
  await page.queue.actions.add([{ kind: 'photo', path: 'd/r.png', blob: new Blob(['r']) }]);
  (await page.runOf('r.png', 3)).fail(new Error('broken'));
  await page.rests();
  expect(itemOf(page).id).toBe(id);
  void page.app.actions.correct({ nudge });
  (await page.runOf('q.png', 4)).finish();
  await vi.waitFor(() => expect(page.app.store.getState().run).toBe('done'));
  await new Promise((resolve) => setTimeout(resolve, 20));
  expect(page.states()).toBe('d/r.png failed');
});

test('an item whose result is only in memory is not stored as done, and gets the new result', async () => {
  const page = tab();
  await page.queue.actions.add([{ kind: 'photo', path: 'd/q.png', blob: new Blob(['q']) }]);
  const first = await page.runOf('q.png');
  page.storage.full = true;
  first.finish();
  await page.rests();
  page.storage.full = false;
  await page.queue.actions.show(itemOf(page).id);
  void page.app.actions.correct({ nudge });
  const run = await page.runOf('q.png', 2);
  await new Promise((resolve) => setTimeout(resolve, 20));
  const stored = async () => (await JobStore.open(page.storage)).records[0];
  expect((await stored()).end).toBeNull();
  run.finish();
  await vi.waitFor(async () => expect((await stored()).end?.state).toBe('done'));
  expect((await stored()).job.corrections).toEqual({ nudge });
});

test('corrections that are damaged fail their item', async () => {
  const first = await shown();
  void first.app.actions.correct({ mask });
  (await first.runOf('q.png', 2)).finish();
  await vi.waitFor(() => expect(itemOf(first).end).not.toBeNull());
  await vi.waitFor(() => expect(itemOf(first).job.corrections).toBeDefined());
  const { corrections } = itemOf(first).job;
  corrections!.mask!.width = 9;
  await first.queue.actions.retry(itemOf(first).id);
  await first.rests();
  expect(itemOf(first).end).toMatchObject({ state: 'failed', error: { code: 'queue-file-lost' } });
});
