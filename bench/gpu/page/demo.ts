import { proxy, wrap } from 'comlink';
import photoUrl from '../../../public/samples/arena-rearing.jpg?url';
import { carryErrors } from '../../../src/worker/error-transfer.ts';
import type { PipelineApi, WorkerEvent } from '../../../src/worker/protocol.ts';
import type { Files } from '../parts/agreement.ts';
import type { Report } from '../parts/types.ts';
import { CHANNEL, type WorkerCounts } from './worker-counts.ts';

/** Files that `agreement` compares. */
const KEPT = ['multiview.png', 'output.png', 'input.png', 'gaussians.ply', 'run.json'];

/** The worker's counts. Asks for them unless the worker sends them itself, when it is ready. */
function countsFrom(channel: BroadcastChannel, ask = true): Promise<WorkerCounts> {
  const answer = new Promise<WorkerCounts>((resolve) => {
    channel.onmessage = ({ data }: MessageEvent<WorkerCounts>) => resolve(data);
  });
  if (ask) channel.postMessage('counts');
  return answer;
}

const since = (before: WorkerCounts, now: WorkerCounts) => ({
  ...Object.fromEntries(
    Object.entries(now).map(([key, value]) => [key, value - before[key as keyof WorkerCounts]]),
  ),
  peakMb: now.peakMb,
});

/**
 * One visit of the page: a fresh worker, then the default run of a sample photo once per name in `visits`. The seed
 * changes from run to run, so later runs begin at `multiview`.
 * @param visits the runs' names, for the report
 * @param software whether the video is smaller than by default
 * @returns the files of the first run
 * @throws AppError of the pipeline
 */
export async function visit(
  backend: 'webgpu' | 'wasm',
  { visits, software }: { visits: readonly string[]; software: boolean },
  report: Report,
  onWorker: (worker: Worker) => void,
): Promise<Files> {
  carryErrors();
  const channel = new BroadcastChannel(CHANNEL);
  const ready = countsFrom(channel, false);
  const worker = new Worker(new URL('./pipeline.worker.ts', import.meta.url), {
    type: 'module',
    name: backend,
  });
  onWorker(worker);
  const failed = new Promise<never>((_, reject) => {
    worker.onerror = ({ message }) => reject(new Error(message));
  });
  const photo = await (await fetch(photoUrl)).blob();
  let before = await Promise.race([ready, failed]);
  const pipeline = wrap<PipelineApi>(worker);
  await pipeline.open(backend, document.baseURI);
  let files: Files | undefined;
  for (const [seed, name] of visits.entries()) {
    const made: Record<string, Blob> = {};
    let used = '';
    const onEvent = (event: WorkerEvent) => {
      if (event.type === 'progress')
        document.title = `${event.stage}, ${(100 * event.fraction).toFixed(0)} % of the run`;
      if (event.type === 'artifact') made[event.name] = event.file;
      if (event.type === 'backend') used = event.choice.backend;
    };
    const turntableSize = software ? 64 : undefined;
    const settings = { ply: 'standard', filters: 'pack', seed, turntableSize } as const;
    const request = { photo, fileName: 'arena-rearing.jpg', packId: 'mouse-demo', settings };
    const start = performance.now();
    const summary = await Promise.race([pipeline.run(request, proxy(onEvent)), failed]);
    const wallMs = performance.now() - start;
    const now = await countsFrom(channel);
    const stages = Object.fromEntries(
      Object.entries(summary.stageMs).map(([stage, ms]) => [`${stage} ms`, ms]),
    );
    const { gaussians } = summary;
    const turntableMs = summary.stageMs.turntable ?? 0;
    report({
      backend: used,
      visit: name,
      wallMs,
      withoutFilmMs: wallMs - turntableMs,
      gaussians,
      ...stages,
      ...since(before, now),
    });
    before = now;
    const names = KEPT.filter((kept) => made[kept]);
    files ??= Object.fromEntries(
      await Promise.all(
        names.map(async (kept) => [kept, new Uint8Array(await made[kept].arrayBuffer())] as const),
      ),
    );
  }
  channel.close();
  return files ?? {};
}
