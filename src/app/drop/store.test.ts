import { describe, expect, it, vi } from 'vitest';
import { writePly } from '../../core/ply/index.ts';
import { randomCloud } from '../../test/random-clouds.ts';
import { createStore } from 'zustand/vanilla';
import { AppError } from '../../core/errors.ts';
import { bombs } from '../../test/photos/bombs.ts';
import { weightFile } from '../../test/example-checkpoint.ts';
import type { PackSummary } from '../../worker/protocol.ts';
import { initialImport, type ImportState } from '../import/state.ts';
import { initialQueue, type QueueState } from '../queue/state.ts';
import { initialState } from '../initial-state.ts';
import { type AppState } from '../state.ts';
import { parseUrl } from '../url.ts';
import { createDrops } from './store.ts';

const png = bombs(64)[0][1];
const photo = (name: string) => new File([png], name);
const weights = (name: string) => new File([weightFile(new Map([['a', [2]]]))], name);
const packHere: PackSummary = {
  ...{ id: 'lab', imported: true, title: { en: 'Lab', ko: '연구실' }, licence: '', bytes: 1 },
  defaults: { seed: 1, steps: 1, guidance: 1 },
  ...{ stages: [], canPrune: false, sha256: {} },
  turntable: { frames: 2, fps: 1, elevationDeg: 0, radius: 1 },
};
const text = (name: string) => new File(['words'], name);

function setup(importState: Partial<ImportState> = {}, queueState: Partial<QueueState> = {}) {
  const started: string[] = [];
  /** Pack and seed, and how many runs had begun. */
  const adopted: string[] = [];
  const queued: string[][] = [];
  const imported: string[][] = [];
  const played: string[][] = [];
  const shown: string[] = [];
  const app = createStore<AppState>(() => initialState(parseUrl('')));
  const importer = createStore<ImportState>(() => ({ ...initialImport, ...importState }));
  let clock = 0;
  /** A run begins with this photo, as the page's store does it. */
  const begin = (blob: Blob, fileName: string) =>
    app.setState({ startedAt: ++clock, current: { photo: { blob, fileName }, artifacts: {} } });
  const drops = createDrops(
    {
      store: app,
      actions: {
        start: async (blob, fileName) => {
          started.push(fileName);
          begin(blob, fileName);
        },
        startPosed: async (sample) => {
          started.push(`${sample.name}: ${sample.pictures.length}`);
          begin(sample.pictures[0].blob, sample.name);
        },
        dismiss: () => app.setState({ error: null }),
        adopt: async (packId, settings) =>
          void adopted.push(`${packId} ${settings.seed} ${started.length}`),
      },
    },
    {
      store: importer,
      actions: {
        add: async (files) => {
          imported.push((await files).map(({ path }) => path));
          importer.setState({ open: true });
        },
      },
    },
    {
      store: createStore<QueueState>(() => ({ ...initialQueue, ...queueState })),
      actions: { add: async (entries) => void queued.push(entries.map(({ path }) => path)) },
    },
    {
      player: {
        actions: { open: async (files) => void played.push(files.map(({ name }) => name)) },
      },
      opened: { actions: { open: async ({ name }) => void shown.push(name) } },
    },
  );
  const take = (...files: File[]) => drops.take({ files, folders: [] });
  return { drops, take, started, adopted, queued, imported, played, shown, app, importer, begin };
}

describe('files that come', () => {
  it('one photo runs, and nothing is said', async () => {
    const { take, started, drops } = setup();
    await take(photo('a.png'));
    expect(started).toEqual(['a.png']);
    expect(drops.store.getState()).toEqual({ looking: null, notice: null, error: null });
  });

  it('a run.json gives its settings, and its photo runs with them', async () => {
    const { take, started, adopted, drops, app } = setup();
    app.setState({ packs: [packHere] });
    const record = (id: string) =>
      new File(
        [JSON.stringify({ photo: 'a.png', pack: { id }, settings: { seed: 7 }, stageMs: {} })],
        'run.json',
      );
    await take(record('lab'));
    expect(adopted).toEqual(['lab 7 0']);
    expect(started).toEqual([]);
    const { notice } = drops.store.getState();
    expect(notice).toMatchObject({ code: 'record', record: { runs: false, photo: 'a.png' } });
    await take(record('lab'), photo('b.png'));
    expect(started).toEqual(['b.png']);
    expect(adopted).toEqual(['lab 7 0', 'lab 7 0']);
    expect(drops.store.getState().notice?.record).toEqual({
      ...{ runs: true, photo: 'a.png' },
      differences: [{ key: 'otherPhoto', values: { photo: 'a.png' } }],
    });
    // The photo does not run with another pack.
    await take(record('gone'), photo('a.png'));
    expect(started).toEqual(['b.png']);
    expect(drops.store.getState().notice?.record).toMatchObject({
      differences: [{ key: 'packMissing' }],
      runs: false,
    });
    await take(new File(['{"pack":{"id":'], 'run.json'));
    expect(drops.store.getState().notice).toMatchObject({ code: 'record-damaged' });
    expect(adopted).toHaveLength(3);
  });

  it('a run.json of posed views with one photo, and one of a photo with posed views, are said to be of something else', async () => {
    const { take, started, drops, app } = setup();
    app.setState({ packs: [packHere] });
    const record = (of: object) =>
      new File([JSON.stringify({ ...of, pack: { id: 'lab' }, settings: {} })], 'run.json');
    const said = () =>
      drops.store.getState().notice?.record?.differences.map(({ key, values }) => [key, values]);
    const posed = record({ views: ['a.png', 'b.png'], cameras: 'rig.json' });
    const cameras = new File([JSON.stringify({ frames: [{ w2c: [] }] })], 'rig.json');
    await take(posed, photo('a.png'));
    expect(said()).toEqual([['ofPosedViews', {}]]);
    await take(posed, cameras, photo('a.png'), photo('b.png'));
    expect(said()).toEqual([]);
    await take(record({ photo: 'c.png' }), cameras, photo('a.png'), photo('b.png'));
    expect(said()).toEqual([['ofPhoto', { photo: 'c.png' }]]);
    expect(started).toEqual(['a.png', 'rig: 2', 'rig: 2']);
  });

  it('several photos go into the queue in natural order, and files that are left out are said', async () => {
    const { take, started, queued, drops, begin } = setup();
    await take(photo('cam10.png'), photo('cam9.png'));
    expect(queued).toEqual([['cam9.png', 'cam10.png']]);
    expect(drops.store.getState().notice).toBeNull();
    await take(photo('a.png'), photo('b.png'), text('labels.csv'));
    expect(started).toEqual([]);
    expect(drops.store.getState().notice).toMatchObject({ code: 'several' });
    // The notice stays while the queue runs.
    begin(photo('a.png'), 'a.png');
    expect(drops.store.getState().notice?.code).toBe('several');
  });

  it('one splat fills the viewer, and several are played', async () => {
    const { take, shown, played } = setup();
    const splat = (name: string) => new File([writePly(randomCloud(1, { count: 3 }))], name);
    await take(splat('a.ply'));
    await take(splat('f1.ply'), splat('f2.ply'));
    expect([shown, played]).toEqual([['a.ply'], [['f1.ply', 'f2.ply']]]);
  });

  it('one photo goes into the queue while the queue runs', async () => {
    const { take, started, queued } = setup({}, { working: true });
    await take(photo('a.png'));
    expect(started).toEqual([]);
    expect(queued).toEqual([['a.png']]);
  });

  it('pictures with their camera file run as a sample, and this is said only if files are left out', async () => {
    const { take, started, drops } = setup();
    const cameras = new File([JSON.stringify({ frames: [{ w2c: [] }] })], 'rig.json');
    await take(photo('a.png'), photo('b.png'), cameras);
    expect(drops.store.getState().notice).toBeNull();
    await take(photo('a.png'), photo('b.png'), cameras, text('notes.csv'));
    expect(started).toEqual(['rig: 2', 'rig: 2']);
    expect(drops.store.getState().notice).toMatchObject({
      code: 'sample',
      pictures: 2,
    });
  });

  it('a sample goes into the queue while the queue runs, and files that are left out are said', async () => {
    const { take, started, queued, drops, begin } = setup({}, { working: true });
    const cameras = new File([JSON.stringify({ frames: [{ w2c: [] }] })], 'rig.json');
    await take(photo('a.png'), photo('b.png'), cameras, text('notes.csv'));
    begin(photo('next.png'), 'next.png');
    expect([started, queued]).toEqual([[], [['rig']]]);
    expect(drops.store.getState().notice?.leftOut).toEqual([{ name: 'notes.csv', kind: 'text' }]);
  });

  it('weights are imported without the photos', async () => {
    const { take, imported, started, drops } = setup();
    await take(photo('a.png'), weights('m.pth.tar'));
    await vi.waitFor(() => expect(imported).toEqual([['m.pth.tar']]));
    expect(started).toEqual([]);
    expect(drops.store.getState().notice?.leftOut).toEqual([{ name: 'a.png', kind: 'photo' }]);
  });

  it('files that come while others are looked at wait, and none is lost', async () => {
    const { take, imported } = setup({ open: true });
    await Promise.all([take(weights('a.pt')), take(weights('b.pt'))]);
    expect(imported).toEqual([['a.pt'], ['b.pt']]);
  });

  it('a refusal leaves the run alone, and removes an error about earlier files', async () => {
    const { take, started, app, drops } = setup();
    await take(photo('a.png'));
    const { current } = app.getState();
    app.setState({ error: new AppError('photo-undecodable', { message: 'an earlier file' }) });
    await take(text('labels.csv'));
    expect(started).toEqual(['a.png']);
    expect(app.getState()).toMatchObject({ current, error: null });
    expect(drops.store.getState().notice?.code).toBe('no-photo');
  });

  it.each([
    ['open', { open: true }, 'panel-open'],
    ['writing', { open: true, phase: 'writing' }, 'writing'],
    ['stopping', { open: true, phase: 'stopping' }, 'writing'],
  ] as const)('a photo does not run while the panel is %s', async (_, state, code) => {
    const { take, started, drops } = setup(state);
    await take(photo('a.png'));
    expect(started).toEqual([]);
    expect(drops.store.getState().notice?.code).toBe(code);
  });
});

describe('a notice', () => {
  it('stays while its photo runs again, and goes when another photo starts', async () => {
    const { take, drops, begin, app } = setup();
    await take(photo('a.png'), text('b.csv'));
    const { blob, fileName } = app.getState().current!.photo;
    begin(blob, fileName);
    expect(drops.store.getState().notice).not.toBeNull();
    begin(photo('sample.jpg'), 'sample.jpg');
    expect(drops.store.getState().notice).toBeNull();
  });

  it('is replaced by that of the next files', async () => {
    const { take, drops } = setup();
    await take(text('a.csv'));
    await take(photo('b.png'));
    expect(drops.store.getState().notice).toBeNull();
  });

  it('goes when the panel is closed, and when it is dismissed', async () => {
    const { take, drops, importer } = setup();
    await take(photo('a.png'), weights('m.pt'));
    await vi.waitFor(() => expect(importer.getState().open).toBe(true));
    expect(drops.store.getState().notice?.code).toBe('parts');
    importer.setState({ open: false });
    expect(drops.store.getState().notice).toBeNull();
    await take(text('a.csv'));
    drops.dismiss();
    expect(drops.store.getState().notice).toBeNull();
  });
});

describe('looking', () => {
  /** A file whose bytes never come. */
  class Hanging extends File {
    override slice(): Blob {
      return this;
    }
    override arrayBuffer = () => new Promise<ArrayBuffer>(() => undefined);
  }

  it('can be stopped, and the next files are looked at', async () => {
    const { drops, take, started } = setup();
    const first = take(new Hanging(['x'], 'hangs.png'));
    const second = take(photo('b.png'));
    await vi.waitFor(() => expect(drops.store.getState().looking).not.toBeNull());
    drops.stop();
    await Promise.all([first, second]);
    expect(started).toEqual(['b.png']);
    expect(drops.store.getState()).toMatchObject({ looking: null, error: null });
  });

  it('that fails unexpectedly says so, and the next files are looked at', async () => {
    const { drops, take, started } = setup();
    const broken = text('x');
    Object.defineProperty(broken, 'name', {
      get: () => {
        throw new TypeError('a fault');
      },
    });
    await take(broken);
    expect(drops.store.getState().error).toMatchObject({ code: 'internal', message: 'a fault' });
    await take(photo('b.png'));
    expect(started).toEqual(['b.png']);
    expect(drops.store.getState().error).toBeNull();
  });
});
