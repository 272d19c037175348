import { describe, expect, it, vi } from 'vitest';
import { shownPosed, tab } from '../../test/queue/tab.ts';
import { isSample, type RunRequest, type SampleFiles } from '../../worker/protocol.ts';
import type { QueueEntry } from './inputs.ts';

/** A sample whose files contain their own paths. The camera file lies above the folder. */
function sample(folder: string): QueueEntry {
  const file = (path: string) => ({ path, blob: new Blob([path]) });
  const files: SampleFiles = {
    name: folder.slice(folder.lastIndexOf('/') + 1),
    camerasName: 'rig.toml',
    cameras: [file('d/rig.toml')],
    pictures: ['b.png', 'a.png'].map((name) => file(`${folder}/images/${name}`)),
    masks: [file(`${folder}/masks/a.png`)],
  };
  return { kind: 'sample', path: folder, sample: files };
}

const photo = (path: string): QueueEntry => ({ kind: 'photo', path, blob: new Blob([path]) });

/** What a run gets, with the bytes of every file. */
async function given(request: RunRequest) {
  if (!isSample(request)) throw new Error('This run is not from a sample.');
  const { name, camerasName, ...lists } = request.sample;
  const texts = (list: SampleFiles['masks']) =>
    Promise.all(list.map(async ({ path, blob }) => `${path}=${await blob.text()}`));
  const { cameras, pictures, masks } = lists;
  const files = await Promise.all([cameras, pictures, masks].map(texts));
  return { name, camerasName, files };
}

const whole = (folder: string) => ({
  name: folder.slice(2),
  camerasName: 'rig.toml',
  files: [
    ['d/rig.toml'],
    [`${folder}/images/b.png`, `${folder}/images/a.png`],
    [`${folder}/masks/a.png`],
  ].map((list) => list.map((path) => `${path}=${path}`)),
});

describe('samples in the queue', () => {
  it('run among photos in natural order, with all their files', async () => {
    const { queue, runOf, states, rests } = tab();
    await queue.actions.add([sample('d/s9'), photo('d/s9.png'), sample('d/s10')]);
    const first = await runOf('s9');
    expect(await given(first.request)).toEqual(whole('d/s9'));
    first.finish();
    (await runOf('s9.png', 2)).finish();
    const third = await runOf('s10', 3);
    expect(await given(third.request)).toEqual(whole('d/s10'));
    third.finish();
    await rests();
    expect(states()).toBe('d/s9 done, d/s9.png done, d/s10 done');
  });

  it('go on in a page that was loaded again, with the files from the storage', async () => {
    const first = tab();
    await first.queue.actions.add([sample('d/s1'), sample('d/s2'), sample('d/s3')]);
    (await first.runOf('s1')).finish();
    await first.runOf('s2', 2);
    const second = tab(first.storage, { reloaded: true });
    await second.queue.actions.open();
    const run = await second.runOf('s2');
    expect(second.states()).toBe('d/s1 done, d/s2 running, d/s3 waiting');
    expect(await given(run.request)).toEqual(whole('d/s2'));
  });

  it('have the picture of their first view until they are done, also after a reload', async () => {
    const { queue, runOf, storage } = tab();
    await queue.actions.add([sample('d/s1'), sample('d/s2')]);
    (await runOf('s1')).finish();
    await runOf('s2', 2);
    const second = tab(storage);
    await second.queue.actions.open();
    const { items, previews, thumbnails } = second.queue.store.getState();
    const [one, two] = items.map(({ id }) => id);
    expect(await previews[two].text()).toBe('small d/s2/images/b.png');
    expect(Object.keys(thumbnails)).toEqual([String(one)]);
  });

  it('are shown with their views and their comparison while another runs', async () => {
    const { queue, app, runOf } = tab();
    await queue.actions.add([sample('d/s1'), sample('d/s2')]);
    (await runOf('s1')).finish();
    await runOf('s2', 2);
    await queue.actions.show(queue.store.getState().items[0].id);
    const { opened, current } = app.store.getState();
    expect(current?.photo.sample?.name).toBe('s2');
    const { photo, posedViews, comparison } = opened!.result;
    expect(photo.fileName).toBe('s1');
    expect(photo.sample?.pictures).toHaveLength(2);
    const { shown, comparison: compared } = shownPosed();
    expect(posedViews).toEqual(shown);
    expect(posedViews?.views[1].camera.w2c).toBeInstanceOf(Float64Array);
    expect(comparison).toEqual(compared);
    expect(await posedViews?.views[1].png.text()).toBe('tile of b.png');
    expect(await comparison?.views[1].drawn.text()).toBe('drawn of b.png');
  });

  it('can be cancelled while they run and while they wait, and run again', async () => {
    const { queue, runOf, runs, rests, states } = tab();
    await queue.actions.add([sample('d/s1'), sample('d/s2')]);
    await runOf('s1');
    const [one, two] = queue.store.getState().items;
    await queue.actions.cancel(two.id);
    await queue.actions.cancel(one.id);
    await rests();
    expect(states()).toBe('d/s1 cancelled, d/s2 cancelled');
    expect(runs).toHaveLength(1);
    await queue.actions.retry(two.id);
    expect(await given((await runOf('s2', 2)).request)).toEqual(whole('d/s2'));
  });

  it('whose file is gone fail with its name, and the next one runs', async () => {
    const first = tab();
    await first.queue.actions.add([sample('d/s1'), sample('d/s2')]);
    await first.runOf('s1');
    const [{ id }] = first.queue.store.getState().items;
    await first.storage.remove(`${id}.in.masks-0`);
    const second = tab(first.storage, { reloaded: true });
    await second.queue.actions.open();
    await second.runOf('s2');
    expect(second.queue.store.getState().items[0].end).toMatchObject({
      state: 'failed',
      error: { code: 'queue-file-lost', values: { file: 'a.png', photo: 's1' } },
    });
  });

  it('that do not fit into the storage leave nothing there, and are named', async () => {
    const { queue, runOf, storage, states } = tab();
    await queue.actions.add([photo('a.png')]);
    await runOf('a.png');
    const before = await storage.names();
    storage.left = 3;
    await queue.actions.add([sample('d/s1')]);
    expect(queue.store.getState().notFitting).toEqual(['d/s1']);
    expect(await storage.names()).toEqual(before);
    expect(states()).toBe('a.png running');
  });

  it('leave nothing in the storage when they are removed', async () => {
    const { queue, runOf, storage } = tab();
    await queue.actions.add([sample('d/s1'), sample('d/s2')]);
    (await runOf('s1')).finish();
    await runOf('s2', 2);
    await queue.actions.clear();
    await vi.waitFor(async () => expect(await storage.names()).toEqual([]));
  });
});
