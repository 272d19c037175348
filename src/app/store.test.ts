import { afterEach, describe, expect, it, vi } from 'vitest';
import { AppError } from '../core/errors.ts';
import { isSample, type PipelineClient, type RunSummary } from '../worker/protocol.ts';
import type { Sample } from './samples.ts';
import { createApp } from './store.ts';
import { parseUrl } from './url.ts';

const summary: RunSummary = { stageMs: {}, totalMs: 1, gaussians: 7, video: 'turntable.mp4' };

/** An app on a pipeline whose runs end only when the test calls `finish` or `fail`. */
const scripted = (overrides: Partial<PipelineClient> = {}) => {
  const runs: { fileName: string; seed?: number; finish(): void; fail(error: unknown): void }[] =
    [];
  const client: PipelineClient = {
    open: async () => ({
      choice: { backend: 'wasm', reason: 'no-webgpu', adapter: '', threads: 1, rasterizer: 'cpu' },
      packs: [],
    }),
    run: (request, onEvent, signal) =>
      new Promise((resolve, reject) => {
        const { settings } = request;
        const fileName = isSample(request) ? `sample ${request.sample.name}` : request.fileName;
        signal.addEventListener('abort', () => reject(signal.reason));
        runs.push({ fileName, seed: settings.seed, finish: () => resolve(summary), fail: reject });
        onEvent({ type: 'stage', stage: 'photo', state: 'running', ms: 0 });
      }),
    restart: () => undefined,
    restore: () => undefined,
    listPacks: async () => [],
    retryDownload: () => undefined,
    forecast: async () => null,
    missing: async () => null,
    fetchAhead: async () => undefined,
    openCutout: () => Promise.reject(new Error('none')),
    ...overrides,
  };
  return { runs, app: createApp(client, parseUrl(''), 'http://localhost/') };
};

const until = (condition: () => boolean) => vi.waitFor(() => expect(condition()).toBe(true));

describe('the store', () => {
  it('runs a photo to the end', async () => {
    const { app, runs } = scripted();
    const run = app.actions.start(new Blob(), 'a.png');
    await until(() => runs.length === 1);
    expect(app.store.getState()).toMatchObject({ run: 'running', stage: 'photo' });
    runs[0].finish();
    await run;
    expect(app.store.getState()).toMatchObject({ run: 'done', choice: { backend: 'wasm' } });
  });

  it('runs posed views, and runs them again', async () => {
    const { app, runs } = scripted();
    const pictures = ['a', 'b'].map((path) => ({ path, blob: new Blob([path]) }));
    const run = app.actions.startPosed({
      ...{ name: 'rig', camerasName: 'c.json', cameras: [], masks: [], pictures },
    });
    await until(() => runs.length === 1);
    runs[0].finish();
    await run;
    app.actions.look({ part: 'rig', view: 1 });
    void app.actions.runAgain();
    await until(() => runs.length === 2);
    expect(runs.map(({ fileName }) => fileName)).toEqual(['sample rig', 'sample rig']);
    expect(app.store.getState()).toMatchObject({ look: { part: 'rig', view: 1 } });
    void app.actions.start(new Blob(), 'a.png');
    await until(() => runs.length === 3);
    expect(app.store.getState().look).toMatchObject({ part: 'splat', view: 0 });
  });

  it('asks for which size cameras were calibrated, and runs the sample again with the answer', async () => {
    const asked: (object | undefined)[] = [];
    const fault = new AppError('calibration-size', {
      message: 'x',
      values: { width: 64, height: 48, cx: 320, cy: 240, sizes: '640x480' },
    });
    const { app } = scripted({
      run: async (request) => {
        const size = isSample(request) ? request.sample.calibratedFor : undefined;
        asked.push(size);
        if (!size && isSample(request)) throw fault;
        return summary;
      },
    });
    const pictures = [{ path: 'a', blob: new Blob(['a']) }];
    const dropped = { name: 'rig', camerasName: 'c.mat', cameras: [], masks: [], pictures };
    // A result that is there already comes back after the fault. The question is still about the sample.
    await app.actions.start(new Blob(), 'a.png');
    await app.actions.startPosed(dropped);
    const { sizeQuestion, error, current } = app.store.getState();
    expect({ error, photo: current?.photo.fileName }).toEqual({ error: fault, photo: 'a.png' });
    expect(sizeQuestion?.sizes).toEqual([{ width: 640, height: 480 }]);
    await app.actions.runCalibratedFor({ width: 640, height: 480 });
    expect(app.store.getState()).toMatchObject({ run: 'done', error: null, sizeQuestion: null });
    expect(asked).toEqual([undefined, undefined, { width: 640, height: 480 }]);
    // Of the next sample it is asked again, with this size first.
    await app.actions.startPosed(dropped);
    expect(app.store.getState().sizeQuestion?.sizes[0]).toEqual({ width: 640, height: 480 });
    app.actions.dismiss();
    expect(app.store.getState().sizeQuestion).toBeNull();
  });

  it('cancels a run, and can run the photo again', async () => {
    const { app, runs } = scripted();
    const run = app.actions.start(new Blob(), 'a.png');
    await until(() => runs.length === 1);
    app.actions.cancel();
    await run;
    expect(app.store.getState().run).toBe('cancelled');
    void app.actions.runAgain();
    await until(() => runs.length === 2);
    expect(runs[1].fileName).toBe('a.png');
  });

  it('cancels a run in progress when a new photo starts, and runs only the newest', async () => {
    const { app, runs } = scripted();
    void app.actions.start(new Blob(), 'a.png');
    await until(() => runs.length === 1);
    void app.actions.start(new Blob(), 'b.png');
    const last = app.actions.start(new Blob(), 'c.png');
    await until(() => runs.length === 2);
    runs[1].finish();
    await last;
    expect(runs.map(({ fileName }) => fileName)).toEqual(['a.png', 'c.png']);
    expect(app.store.getState()).toMatchObject({ run: 'done', current: { summary } });
  });

  it('can be cancelled while the pipeline opens', async () => {
    const { app } = scripted({ open: () => new Promise(() => {}) });
    const run = app.actions.start(new Blob(), 'a.png');
    await until(() => app.store.getState().run === 'loading');
    app.actions.cancel();
    await run;
    expect(app.store.getState().run).toBe('cancelled');
  });

  it('turns everything that is thrown into an AppError', async () => {
    const { app, runs } = scripted();
    const first = app.actions.start(new Blob(), 'a.png');
    await until(() => runs.length === 1);
    runs[0].fail(new AppError('mask-empty', { message: 'nothing there' }));
    await first;
    expect(app.store.getState().error?.code).toBe('mask-empty');
    const second = app.actions.start(new Blob(), 'a.png');
    await until(() => runs.length === 2);
    runs[1].fail(new TypeError('oops'));
    await second;
    expect(app.store.getState().error?.code).toBe('internal');
    // Only the person cancels. A lost GPU throws AbortErrors, too.
    const third = app.actions.start(new Blob(), 'a.png');
    await until(() => runs.length === 3);
    runs[2].fail(new DOMException('the device is lost', 'AbortError'));
    await third;
    expect(app.store.getState()).toMatchObject({ run: 'error', error: { code: 'internal' } });
  });

  it('opens the pipeline again after a failure', async () => {
    const open = vi.fn().mockRejectedValue(new AppError('network', { message: 'offline' }));
    const { app } = scripted({ open });
    await app.actions.open();
    expect(app.store.getState()).toMatchObject({ run: 'error', error: { code: 'network' } });
    await app.actions.open();
    expect(open).toHaveBeenCalledTimes(2);
  });

  it('runs the same photo again with a new seed', async () => {
    const { app, runs } = scripted();
    const run = app.actions.start(new Blob(), 'a.png');
    await until(() => runs.length === 1);
    runs[0].finish();
    await run;
    void app.actions.newSeed();
    await until(() => runs.length === 2);
    expect(runs[1].seed).toBe(app.store.getState().settings.seed);
    expect(runs[1].seed).not.toBe(runs[0].seed);
  });
});

describe('a sample', () => {
  const samples: Sample[] = [
    {
      name: 'a',
      file: 'http://localhost/samples/a.jpg',
      thumbnail: '',
      title: { en: 'A', ko: 'A' },
    },
  ];
  const errorAfter = async (name: string) => {
    const { app } = scripted();
    await app.actions.startSample(name, samples);
    return app.store.getState().error;
  };
  afterEach(() => void vi.unstubAllGlobals());

  it('is fetched, and the run has its file name', async () => {
    vi.stubGlobal('fetch', async () => new Response('picture'));
    const { app, runs } = scripted();
    void app.actions.startSample('a', samples);
    await until(() => runs.length === 1);
    expect(runs[0].fileName).toBe('a.jpg');
  });

  it('that cannot be fetched gives a network error with the address', async () => {
    vi.stubGlobal('fetch', async () => new Response('', { status: 404 }));
    expect(await errorAfter('a')).toMatchObject({
      code: 'network',
      stage: 'load',
      values: { url: 'http://localhost/samples/a.jpg' },
    });
    vi.stubGlobal('fetch', () => Promise.reject(new TypeError('offline')));
    const error = await errorAfter('a');
    expect(error?.code).toBe('network');
    expect(error?.message).toContain('offline');
  });

  it('of an unknown name gives a network error with that name', async () => {
    expect(await errorAfter('b')).toMatchObject({ code: 'network', values: { url: 'b' } });
  });
});
