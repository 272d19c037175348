import { describe, expect, it, vi } from 'vitest';
import { AppError } from '../../core/errors.ts';
import { Storage, tab } from '../../test/queue/tab.ts';
import type { FinishedStage, PackSummary } from '../../worker/protocol.ts';
import { titleOf } from './select.ts';

type Tab = ReturnType<typeof tab>;
type Stage = FinishedStage['finished']['stage'];

/** The output of a stage, whose settings have a value that JSON lacks. */
const finished = (stage: Stage, seed = 1): FinishedStage['finished'] => ({
  ...{ stage, settings: [seed, undefined] },
  output: { data: Uint8ClampedArray.of(1, 2, seed), of: stage },
  shown: [],
});

/** What the history says: the names and the states of its runs. */
const said = ({ history }: Tab) => {
  const { items, running } = history.store.getState();
  return items
    .map(
      (item) => `${titleOf(item)} ${item.id === running ? 'running' : (item.end?.state ?? 'open')}`,
    )
    .join(', ');
};

const until = (page: Tab, words: string) => vi.waitFor(() => expect(said(page)).toBe(words));

/** A page with a photo that runs. */
async function running(page: Tab, name = 'a.png') {
  await page.history.actions.open();
  const count = page.runs.length + 1;
  void page.app.actions.start(new Blob([name]), name);
  const run = await page.runOf(name, count);
  await vi.waitFor(() => expect(page.history.store.getState().running).not.toBeNull());
  return run;
}

/** A page with a photo whose run is kept. */
async function kept(page: Tab, name = 'a.png') {
  const run = await running(page, name);
  for (const stage of ['matting', 'centring', 'render'] as const) run.stage(finished(stage));
  run.finish();
  await vi.waitFor(() => expect(said(page)).toMatch(new RegExp(`^${name} done`)));
  return run;
}

const stages = ({ restored }: Tab) =>
  restored.map((run) => run.stages.map(({ stage }) => stage).join());

describe('the history', () => {
  it('keeps runs from visit to visit, and opens them without computing', async () => {
    const first = tab();
    await kept(first);
    await kept(first, 'b.png');
    const { shelf } = first;
    const second = tab(undefined, { shelf });
    await second.history.actions.open();
    expect(said(second)).toBe('b.png done, a.png done');
    const [, { id }] = second.history.store.getState().items;
    expect(await second.history.store.getState().pictures[id].text()).toBe('small');
    await second.history.actions.show(id);
    const { opened, settings } = second.app.store.getState();
    expect(await opened!.result.photo.blob.text()).toBe('a.png');
    expect(await opened!.result.artifacts['gaussians.ply']!.text()).toContain('of a.png');
    expect(opened!.result.views).toHaveLength(2);
    expect(settings.seed).toBe(1);
    expect(second.runs).toEqual([]);
  });

  it('an opened run gives its finished stages to the next run of its photo, once', async () => {
    const first = tab();
    await kept(first);
    const { shelf } = first;
    const page = tab(undefined, { shelf });
    await page.history.actions.open();
    await page.history.actions.show(1);
    page.app.actions.changeSettings({ seed: 7 });
    void page.app.actions.runAgain();
    const run = await page.runOf('a.png');
    // Quick stages are not kept.
    expect(stages(page)).toEqual(['matting,centring']);
    const [{ stages: all, packKey }] = page.restored;
    expect(packKey).toBe('the weights');
    expect(all[0]).toStrictEqual(finished('matting'));
    run.stage(finished('matting'), 'reused');
    run.stage(finished('centring', 7));
    run.finish();
    await until(page, 'a.png done, a.png done');
    void page.app.actions.runAgain();
    await page.runOf('a.png', 2);
    expect(page.restored).toHaveLength(1);
    // The file of the stage that both runs have is stored once, and outlives one of them.
    const files = await shelf.names();
    expect(files.filter((name) => name.includes('stage.matting'))).toEqual(['1.stage.matting']);
    expect(files).toContain('2.stage.centring');
    await page.history.actions.remove(1);
    await page.history.actions.keepAgain();
    expect(await shelf.names()).toContain('1.stage.matting');
    expect(await shelf.names()).not.toContain('1.stage.centring');
  });

  it('a run that is cancelled or that fails at once leaves nothing', async () => {
    const page = tab();
    await running(page);
    page.app.actions.cancel();
    await until(page, '');
    (await running(page)).fail(new AppError('photo-damaged', { message: 'x' }));
    await until(page, '');
    expect(await page.shelf.names()).toEqual([]);
  });

  it('after a reload a run goes on by itself, with its settings and at its last finished stage', async () => {
    const first = tab();
    first.app.actions.changeSettings({ steps: 3 });
    (await running(first)).stage(finished('matting'));
    await vi.waitFor(async () => expect(await first.shelf.names()).toContain('1.stage.matting'));
    const page = tab(undefined, { shelf: first.shelf, reloaded: true });
    expect(await page.history.actions.open()).toBe(true);
    const run = await page.runOf('a.png');
    expect(run.request.settings.steps).toBe(3);
    expect(stages(page)).toEqual(['matting']);
    run.finish();
    await until(page, 'a.png done');
  });

  it('in a new visit a run goes on when the person says so', async () => {
    const first = tab();
    (await running(first)).stage(finished('matting'));
    await vi.waitFor(async () => expect(await first.shelf.names()).toContain('1.stage.matting'));
    const page = tab(undefined, { shelf: first.shelf });
    expect(await page.history.actions.open()).toBe(false);
    expect(page.history.store.getState().halt).toBe('closed');
    expect(page.runs).toEqual([]);
    await page.history.actions.goOn(1);
    await page.runOf('a.png');
    expect(stages(page)).toEqual(['matting']);
    await vi.waitFor(() => expect(page.history.store.getState().halt).toBeNull());
  });

  it('after two ends of the page in the same stage it stands still', async () => {
    let page = tab();
    (await running(page)).stage(finished('matting'));
    await vi.waitFor(async () => expect(await page.shelf.names()).toContain('1.stage.matting'));
    const { shelf } = page;
    // The second end is in another stage: it counts as a first one.
    page = tab(undefined, { shelf, reloaded: true });
    await page.history.actions.open();
    (await page.runOf('a.png')).stage(finished('centring'));
    await vi.waitFor(async () => expect(await shelf.names()).toContain('1.stage.centring'));
    page = tab(undefined, { shelf, reloaded: true });
    expect(await page.history.actions.open()).toBe(true);
    await page.runOf('a.png');
    await vi.waitFor(() => expect(page.history.store.getState().items[0].begun).toBe(2));
    page = tab(undefined, { shelf, reloaded: true });
    expect(await page.history.actions.open()).toBe(false);
    expect(page.history.store.getState().halt).toBe('crashed');
    expect(page.runs).toEqual([]);
  });

  it('a run that fails after its first stages can go on another time', async () => {
    const first = tab();
    const run = await running(first);
    run.stage(finished('matting'));
    run.fail(new AppError('out-of-memory', { message: 'x' }));
    await vi.waitFor(() => expect(first.history.store.getState().running).toBeNull());
    const page = tab(undefined, { shelf: first.shelf, reloaded: true });
    expect(await page.history.actions.open()).toBe(false);
    expect(page.history.store.getState().halt).toBeNull();
    expect(said(page)).toBe('a.png open');
  });

  it('renames runs', async () => {
    const first = tab();
    await kept(first);
    await first.history.actions.rename(1, '  the first ');
    const page = tab(undefined, { shelf: first.shelf });
    await page.history.actions.open();
    expect(said(page)).toBe('the first done');
    await page.history.actions.rename(1, '');
    expect(said(page)).toBe('a.png done');
  });

  it('a run that was deleted can come back, until the page is closed', async () => {
    const first = tab();
    await kept(first);
    await first.history.actions.remove(1);
    expect(said(first)).toBe('');
    await first.history.actions.undo();
    expect(said(first)).toBe('a.png done');
    await first.history.actions.remove(1);
    expect(await first.shelf.names()).not.toEqual([]);
    const page = tab(undefined, { shelf: first.shelf });
    await page.history.actions.open();
    expect(said(page)).toBe('');
    expect(await page.shelf.names()).toEqual([]);
  });

  it('deletes all runs at once, but not the one in progress', async () => {
    const page = tab();
    await kept(page);
    await kept(page, 'b.png');
    await running(page, 'c.png');
    await page.history.actions.clear();
    expect(said(page)).toBe('c.png running');
    expect((await page.shelf.names()).every((name) => name.startsWith('3.'))).toBe(true);
  });

  it('says that the storage is full, deletes nothing by itself, and keeps the result when there is space', async () => {
    const page = tab();
    await kept(page);
    const run = await running(page, 'b.png');
    page.shelf.full = true;
    run.finish();
    await vi.waitFor(() => expect(page.history.store.getState().unkept).toBe(true));
    expect(page.app.store.getState().current!.artifacts['gaussians.ply']).toBeDefined();
    expect(said(page)).toBe('b.png open, a.png done');
    page.shelf.full = false;
    await page.history.actions.clear();
    await vi.waitFor(() => expect(page.history.store.getState().unkept).toBe(false));
    expect(said(page)).toContain('b.png done');
  });

  it('a storage that is full from the start does not stop a run', async () => {
    const page = tab();
    page.shelf.full = true;
    await page.history.actions.open();
    void page.app.actions.start(new Blob(['a']), 'a.png');
    const run = await page.runOf('a.png');
    run.stage(finished('matting'));
    run.finish();
    await vi.waitFor(() => expect(page.history.store.getState().unkept).toBe(true));
    expect(page.app.store.getState().run).toBe('done');
    page.shelf.full = false;
    await page.history.actions.keepAgain();
    expect(said(page)).toBe('a.png done');
  });

  it('one tab has the history; runs of another one are not kept', async () => {
    const first = tab();
    await kept(first);
    const { shelf, shelfLocks } = first;
    const other = tab(undefined, { shelf, shelfLocks });
    expect(await other.history.actions.open()).toBe(false);
    expect(other.history.store.getState().access).toBe('elsewhere');
    void other.app.actions.start(new Blob(['b']), 'b.png');
    (await other.runOf('b.png')).finish();
    await vi.waitFor(() => expect(other.app.store.getState().run).toBe('done'));
    expect(said(other)).toBe('');
  });

  it('does not go on with a run whose pack is gone', async () => {
    const first = tab();
    (await running(first)).stage(finished('matting'));
    await vi.waitFor(async () => expect(await first.shelf.names()).toContain('1.stage.matting'));
    const packs: PackSummary[] = [
      {
        ...{ id: 'other', imported: false, title: { en: 'O', ko: 'O' }, licence: '', bytes: 1 },
        defaults: { seed: 1, steps: 1, guidance: 1 },
        ...{ stages: [], canPrune: false, sha256: {} },
        turntable: { frames: 2, fps: 1, elevationDeg: 0, radius: 1 },
      },
    ];
    const page = tab(undefined, { shelf: first.shelf, packs });
    await page.app.actions.open();
    await page.history.actions.open();
    await page.history.actions.goOn(1);
    expect(page.history.store.getState().problem?.code).toBe('pack-missing');
    expect(page.runs).toEqual([]);
    expect(said(page)).toBe('a.png open');
  });

  it('runs of the queue are not in the history', async () => {
    const page = tab(new Storage());
    await page.history.actions.open();
    await page.queue.actions.add([{ kind: 'photo', path: 'q.png', blob: new Blob(['q']) }]);
    (await page.runOf('q.png')).finish();
    await page.rests();
    expect(said(page)).toBe('');
  });
});
