import { expect, vi } from 'vitest';
import { createApp } from '../../app/store.ts';
import { createHistory } from '../../app/history/store.ts';
import { createQueue } from '../../app/queue/store.ts';
import { parseUrl } from '../../app/url.ts';
import { JobStore } from '../../worker/job-store/job-store.ts';
import { MemoryJobFolder } from '../../worker/job-store/memory-folder.ts';
import {
  isSample,
  type Comparison,
  type FinishedRun,
  type FinishedStage,
  type LossReport,
  type PackSummary,
  type PipelineClient,
  type PipelineEvent,
  type RunRequest,
  type ShownViews,
} from '../../worker/protocol.ts';

/** Where each run loses. */
export const LOSSES: LossReport = {
  ...{ input: 'photo', viewSize: 128, repainted: false, fit: null },
  stages: [{ stage: 'views', psnrMask: Infinity, iou: 0.99, share: 1, iouLost: 0.01 }],
  verdict: { kind: 'stage', stage: 'views' },
};

/** A run of the page that ends only when the test says so. */
interface Run {
  request: RunRequest;
  /** Name of the photo's file, or of the sample. */
  name: string;
  /** A stage ends. Its output is text. */
  stage(finished: FinishedStage['finished'], state?: 'done' | 'reused'): void;
  finish(): void;
  fail(error: unknown): void;
}

/** A browser's storage that can be full. */
export class Storage extends MemoryJobFolder {
  full = false;
  /** Number of files that can still be written until it is full. */
  left = Infinity;

  override async create(name: string) {
    if (this.full || this.left-- <= 0)
      throw new DOMException('The quota is used up.', 'QuotaExceededError');
    return super.create(name);
  }
}

/** Locks of one browser: a lock has one holder. */
class Locks {
  #held = false;
  #waiting: (() => void)[] = [];

  access() {
    let own = false;
    return {
      take: async () => {
        if (!own && this.#held) return false;
        return (this.#held = own = true);
      },
      wait: async () => {
        if (this.#held) await new Promise<void>((resolve) => this.#waiting.push(resolve));
        this.#held = own = true;
      },
      release: () => {
        if (!own) return;
        this.#held = own = false;
        this.#waiting.shift()?.();
      },
    };
  }
}

/** What a run from a photo shows. */
function photoEvents(): PipelineEvent[] {
  const xyz = Float32Array.of(1, 2, 3);
  return [
    { type: 'views', png: [new Blob(['view 0']), new Blob(['view 1'])] },
    { type: 'skeleton', uv: xyz.slice(0, 2), xyz, error: xyz.slice(0, 1) },
  ];
}

/** The posed views that `posedEvents` shows, and their comparison. */
export function shownPosed(): { shown: ShownViews; comparison: Comparison } {
  const w2c = Float64Array.of(1, 0, 0, 0.1);
  const [width, height] = [4, 3];
  const none = { ssim: null, ssimInner: null, lpips: null, iou: null, iouLab: null };
  const figures = { psnr: Infinity, psnrMask: 20.5, ...none };
  const blob = (text: string) => new Blob([text]);
  const shown: ShownViews = {
    placement: 'subject',
    mouse: [0, 0.25, 0],
    views: ['a.png', 'b.png'].map((name) => ({
      ...{ name, width, height, focalPx: 5, distance: 2, masked: true, movedPixels: 0 },
      png: blob(`tile of ${name}`),
      camera: { width, height, fx: 5, fy: 5, cx: 2, cy: 1.5, w2c },
    })),
  };
  const views = shown.views.map(({ name }) => ({
    ...{ width, height, figures },
    truth: blob(`truth of ${name}`),
    drawn: blob(`drawn of ${name}`),
    error: blob(`error of ${name}`),
  }));
  return { shown, comparison: { views, mean: figures, losses: LOSSES } };
}

/** What a run from posed views shows. */
function posedEvents(): PipelineEvent[] {
  const { shown, comparison } = shownPosed();
  return [
    { type: 'posed-views', shown },
    { type: 'compared', comparison },
  ];
}

/** A tab with the page. Tabs of one browser share storage and locks. */
export function tab(
  storage = new Storage(),
  {
    reloaded = false,
    locks = new Locks(),
    shelf = new Storage(),
    shelfLocks = new Locks(),
    lasting = true,
    packs = [] as PackSummary[],
  } = {},
) {
  const runs: Run[] = [];
  const restored: FinishedRun[] = [];
  const client: PipelineClient = {
    open: async () => ({
      choice: { backend: 'wasm', reason: 'no-webgpu', adapter: '', threads: 1, rasterizer: 'cpu' },
      packs,
    }),
    run: (request, onEvent, signal, onFinished) =>
      new Promise((resolve, reject) => {
        const name = isSample(request) ? request.sample.name : request.fileName;
        signal.addEventListener('abort', () => reject(signal.reason));
        const finish = () => {
          const text = `of ${name} with seed ${request.settings.seed}`;
          for (const name of ['gaussians.ply', 'output.png', 'run.json'] as const)
            onEvent({ type: 'artifact', name, file: new Blob([`${name} ${text}`]) });
          onEvent({ type: 'splat', ply: new Blob(['splat']), count: 7, cameras: [] });
          for (const event of isSample(request) ? posedEvents() : photoEvents()) onEvent(event);
          onEvent({ type: 'notice', notice: 'mask-unsure' });
          onEvent({ type: 'losses', report: LOSSES });
          resolve({ stageMs: {}, totalMs: 1, gaussians: 7, video: 'turntable.mp4' });
        };
        const stage: Run['stage'] = (finished, state = 'done') => {
          if (state === 'done') onFinished?.({ packKey: 'the weights', finished });
          onEvent({ type: 'stage', stage: finished.stage, state, ms: 1 });
        };
        runs.push({ request, name, stage, finish, fail: reject });
        onEvent({ type: 'stage', stage: 'photo', state: 'running', ms: 0 });
      }),
    restart: () => undefined,
    restore: (finished) => void restored.push(finished),
    listPacks: async () => [],
    retryDownload: () => undefined,
    forecast: async () => null,
    missing: async () => null,
    fetchAhead: async () => undefined,
    openCutout: () => Promise.reject(new Error('none')),
  };
  const app = createApp(client, parseUrl('?seed=1'), 'http://localhost/');
  const access = locks.access();
  const queue = createQueue(app, {
    access,
    hasKeptJobs: async () => (await storage.names()).some((name) => name.endsWith('.json')),
    openJobs: async () => ({ ...(await JobStore.open(storage)), kept: true }),
    reloaded,
    thumbnailOf: async () => new Blob(['small']),
    previewOf: async (picture) => new Blob(['small ', picture]),
  });
  let ms = 0;
  const history = createHistory(app, {
    access: shelfLocks.access(),
    openJobs: async () => ({ ...(await JobStore.open(shelf)), kept: lasting }),
    reloaded,
    storage: {
      figures: async () => ({ used: 1e6, free: 2e9, persisted: true }),
      persist: async () => undefined,
    },
    thumbnailOf: async () => new Blob(['small']),
    previewOf: async (picture) => new Blob(['small ', picture]),
    now: () => ++ms,
  });
  const states = () =>
    queue.store
      .getState()
      .items.map(({ id, job, end }) => {
        const running = id === queue.store.getState().running;
        return `${job.path} ${running ? 'running' : (end?.state ?? 'waiting')}`;
      })
      .join(', ');
  /** Waits for the run of a photo or a sample. */
  const runOf = async (name: string, count = 1) => {
    await vi.waitFor(() => expect(runs.map((run) => run.name)[count - 1]).toBe(name));
    return runs[count - 1];
  };
  const rests = () => vi.waitFor(() => expect(queue.store.getState().working).toBe(false));
  const kept = { history, shelf, shelfLocks, restored };
  return { app, queue, runs, states, runOf, rests, storage, locks, access, ...kept };
}
