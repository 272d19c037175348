/** The page of the measurements. A driver calls the functions of the global `bench`; everything it passes is JSON. */
import { probeAdapter, requestAdapter } from '../../../src/inference/backend.ts';
import { compareRuns, type Files } from '../parts/agreement.ts';
import { PARTS } from '../parts/index.ts';
import type { PartOptions, Report, Row } from '../parts/types.ts';
import { visit } from './demo.ts';
import type { PartMessage, PartRequest } from './parts.worker.ts';

interface Result {
  rows: Row[];
  problems: string[];
  engine?: object;
  ms: number;
}

type Backend = 'webgpu' | 'wasm';

const kept = new Map<Backend, Files>();

/** Ends when the worker has done its piece. */
function inWorker(request: PartRequest, result: Result, onWorker: (worker: Worker) => void) {
  const worker = new Worker(new URL('./parts.worker.ts', import.meta.url), { type: 'module' });
  onWorker(worker);
  return new Promise<void>((resolve, reject) => {
    worker.onerror = ({ message }) => reject(new Error(message));
    worker.onmessage = ({ data }: MessageEvent<PartMessage>) => {
      if ('row' in data) result.rows.push(data.row);
      else if ('engine' in data) result.engine = data.engine;
      else if (data.problem) reject(new Error(data.problem));
      else resolve();
    };
    worker.postMessage(request);
  });
}

async function runPiece(
  part: string,
  piece: string,
  { software = false, features = 'checked', visits = ['cold', 'new seed'] }: PartOptions,
  result: Result,
  onWorker: (worker: Worker) => void,
): Promise<void> {
  const report: Report = (row) => void result.rows.push(row);
  if (part === 'demo') {
    const backend = piece as Backend;
    kept.set(backend, await visit(backend, { visits, software }, report, onWorker));
    return;
  }
  if (part !== 'agreement') return inWorker({ part, piece, software, features }, result, onWorker);
  const ignore = () => undefined;
  const cold = { visits: ['cold'], software };
  for (const backend of ['webgpu', 'wasm'] as const)
    if (!kept.has(backend)) kept.set(backend, await visit(backend, cold, ignore, onWorker));
  compareRuns(kept.get('webgpu') ?? {}, kept.get('wasm') ?? {}, report);
}

/**
 * Runs one piece of a part, or all of them. Never rejects: what failed is in `problems`. A piece that exceeds its limit
 * is ended, and the rows that it had made remain.
 */
async function run(name: string, options: PartOptions = {}): Promise<Result> {
  const start = performance.now();
  const result: Result = { rows: [], problems: [], ms: 0 };
  const part = PARTS.find((known) => known.name === name);
  if (!part) return { ...result, problems: [`there is no part ${name}`] };
  const { piece: only, limitMs = 1000 * (options.software ? part.softwareLimitS : part.limitS) } =
    options;
  for (const piece of only === undefined ? part.pieces : [only]) {
    const workers: Worker[] = [];
    let timer: ReturnType<typeof setTimeout> | undefined;
    const limit = new Promise<never>((_, reject) => {
      // The title says how far a run has come.
      const late = () =>
        reject(new Error(`took more than ${(limitMs / 1000).toFixed(0)} s (${document.title})`));
      timer = setTimeout(late, limitMs);
    });
    try {
      const work = runPiece(name, piece, options, result, (worker) => void workers.push(worker));
      await Promise.race([work, limit]);
    } catch (error) {
      result.problems.push(`${piece}: ${error instanceof Error ? error.message : String(error)}`);
    }
    clearTimeout(timer);
    for (const worker of workers) worker.terminate();
  }
  return { ...result, ms: performance.now() - start };
}

/** The adapter that the app would use: its names, features and limits. */
async function probe() {
  const facts = await probeAdapter();
  if (typeof facts === 'string') return { none: facts };
  const adapter = await requestAdapter();
  if (!adapter) return { none: 'no-adapter' };
  const { subgroupMinSize, subgroupMaxSize } = adapter.info;
  const limits: Record<string, number> = {};
  for (const name in adapter.limits) limits[name] = Number(Reflect.get(adapter.limits, name));
  return {
    ...facts,
    subgroupMinSize,
    subgroupMaxSize,
    features: [...adapter.features].sort(),
    limits,
    crossOriginIsolated,
    threads: navigator.hardwareConcurrency,
  };
}

const asBase64 = async (bytes: Uint8Array) =>
  new Promise<string>((resolve) => {
    const reader = new FileReader();
    reader.onload = () => resolve(String(reader.result).split(',')[1]);
    reader.readAsDataURL(new Blob([new Uint8Array(bytes)]));
  });

/** The files of the last run of `demo` on a backend, as base64. */
async function files(backend: Backend): Promise<Record<string, string>> {
  const all = Object.entries(kept.get(backend) ?? {});
  return Object.fromEntries(
    await Promise.all(all.map(async ([name, bytes]) => [name, await asBase64(bytes)] as const)),
  );
}

/** Gives this page the files of a run of another page, for `agreement`. */
function keep(backend: Backend, given: Readonly<Record<string, string>>): void {
  const decode = (text: string) => Uint8Array.from(atob(text), (c) => c.charCodeAt(0));
  const decoded = Object.entries(given).map(([name, text]) => [name, decode(text)] as const);
  kept.set(backend, Object.fromEntries(decoded));
}

Object.assign(globalThis, { bench: { parts: PARTS, probe, run, files, keep } });
