import { expect, test, vi } from 'vitest';
import { JobStore } from '../../worker/job-store/job-store.ts';
import type { FinishedStage } from '../../worker/protocol.ts';
import { tab } from '../../test/queue/tab.ts';
import { shownItem } from './select.ts';
import { createHistory } from './store.ts';

// The history beside the queue, the corrections and a full storage.

type Tab = ReturnType<typeof tab>;

const history = (page: Tab) => page.history.store.getState();

const stage = (name: FinishedStage['finished']['stage']): FinishedStage['finished'] => ({
  stage: name,
  settings: [1],
  output: { a: 1 },
  shown: [],
});

/** Starts a run, and waits until it is taken down. */
async function running(page: Tab, name: string) {
  await page.history.actions.open();
  const count = page.runs.length + 1;
  void page.app.actions.start(new Blob([name]), name);
  const run = await page.runOf(name, count);
  await vi.waitFor(() => expect(history(page).running).not.toBeNull());
  return run;
}

/** A run that is kept. */
async function kept(page: Tab, name: string) {
  const run = await running(page, name);
  run.stage(stage('matting'));
  run.finish();
  await vi.waitFor(() => expect(history(page).running).toBeNull());
}

/** A kept run, and one whose result is only in memory. Then there is room again. */
async function held(page: Tab) {
  await kept(page, 'a.png');
  const run = await running(page, 'b.png');
  page.shelf.full = true;
  run.finish();
  await vi.waitFor(() => expect(history(page).unkept).toBe(true));
  page.shelf.full = false;
}

/** The first run is kept, the second, with the mouse moved, too. Returns the second. */
async function corrected(page: Tab) {
  await page.history.actions.open();
  await page.app.actions.open();
  void page.app.actions.start(new Blob(['a']), 'a.png');
  (await page.runOf('a.png')).finish();
  await vi.waitFor(() => expect(history(page).items).toHaveLength(1));
  void page.app.actions.correct({ nudge: { scale: 2, x: 0, y: 0 } });
  (await page.runOf('a.png', 2)).finish();
  await vi.waitFor(() => expect(history(page).items.filter(({ end }) => end)).toHaveLength(2));
  return history(page).items.find(({ kept }) => kept.corrections?.nudge)!;
}

test('a result that is only in memory can be opened after “Delete all”', async () => {
  const page = tab();
  await held(page);
  await page.history.actions.clear();
  const [item] = history(page).items;
  await page.history.actions.show(item.id);
  expect(history(page).problem).toBeNull();
  expect(page.app.store.getState().opened?.id).toBe(item.id);
});

test('a result that went on after a reload, and is only in memory, can be opened after “Delete all”', async () => {
  const first = tab();
  (await running(first, 'a.png')).stage(stage('matting'));
  await vi.waitFor(async () => expect(await first.shelf.names()).toContain('1.stage.matting'));
  const page = tab(undefined, { shelf: first.shelf, reloaded: true });
  await page.history.actions.open();
  const run = await page.runOf('a.png');
  await vi.waitFor(() => expect(history(page).running).toBe(1));
  page.shelf.full = true;
  run.finish();
  await vi.waitFor(() => expect(history(page).unkept).toBe(true));
  page.shelf.full = false;
  await page.history.actions.clear();
  const [item] = history(page).items;
  await page.history.actions.show(item.id);
  expect(history(page).problem).toBeNull();
  expect(page.app.store.getState().opened?.id).toBe(item.id);
});

test('a result that was only in memory, and is deleted, does not come back', async () => {
  const page = tab();
  await held(page);
  await page.history.actions.remove(2);
  await page.history.actions.keepAgain();
  expect(history(page).items.map(({ id }) => id)).toEqual([1]);
});

test('two results that are only in memory are both kept later', async () => {
  const page = tab();
  await held(page);
  page.shelf.full = true;
  void page.app.actions.start(new Blob(['c']), 'c.png');
  (await page.runOf('c.png', 3)).finish();
  await vi.waitFor(() => expect(page.app.store.getState().run).toBe('done'));
  await new Promise((resolve) => setTimeout(resolve, 50));
  page.shelf.full = false;
  await page.history.actions.keepAgain();
  expect(history(page).items.filter(({ end }) => end?.state === 'done')).toHaveLength(3);
});

test('the corrections of an opened run stay when the queue runs', async () => {
  const page = tab();
  const item = await corrected(page);
  await page.history.actions.show(item.id);
  await page.queue.actions.add([{ kind: 'photo', path: 'q.png', blob: new Blob(['q']) }]);
  (await page.runOf('q.png', 3)).finish();
  await page.rests();
  expect(page.app.store.getState().opened?.id).toBe(item.id);
  void page.app.actions.runAgain();
  const { request } = await page.runOf('a.png', 4);
  expect(request.settings.corrections?.nudge?.scale).toBe(2);
});

test('a photo of the queue on the page is no item of the history', async () => {
  const page = tab();
  await kept(page, 'a.png');
  await page.queue.actions.add([{ kind: 'photo', path: 'q.png', blob: new Blob(['q']) }]);
  (await page.runOf('q.png', 2)).finish();
  await page.rests();
  expect(page.app.store.getState().current?.photo.fileName).toBe('q.png');
  expect(shownItem(page.app.store.getState(), history(page))).toBeNull();
});

test('a run that ends before it could be taken down is not said to be in progress', async () => {
  const page = tab();
  let taken = () => {};
  const first = new Promise<null>((resolve) => (taken = () => resolve(null)));
  let count = 0;
  const slow = createHistory(page.app, {
    access: { take: async () => true, wait: async () => undefined, release: () => undefined },
    openJobs: async () => ({ ...(await JobStore.open(page.shelf)), kept: true }),
    reloaded: false,
    storage: { figures: async () => null, persist: async () => undefined },
    thumbnailOf: async () => null,
    previewOf: () => (count++ === 0 ? first : Promise.resolve(null)),
    now: () => 1,
  });
  await slow.actions.open();
  void page.app.actions.start(new Blob(['a']), 'a.png');
  await page.runOf('a.png');
  void page.app.actions.start(new Blob(['b']), 'b.png');
  await page.runOf('b.png', 2);
  const itemOfB = () => slow.store.getState().items.find(({ job }) => job.path === 'b.png');
  await vi.waitFor(() => expect(itemOfB()).toBeDefined());
  taken();
  await new Promise((resolve) => setTimeout(resolve, 50));
  const { running: id, items } = slow.store.getState();
  expect(id).toBe(itemOfB()?.id);
  expect(items.map(({ job }) => job.path)).toEqual(['b.png']);
});
