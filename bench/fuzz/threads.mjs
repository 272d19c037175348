// Runs one target in threads, until it has had its executions.
import { Worker } from 'node:worker_threads';
import { coverage } from './build.mjs';

/** Milliseconds without a new execution after which a thread counts as hung. Busy machines need some. */
const HANG_MS = 60_000;
const STATE_BYTES = 2 ** 26;
/** More offenders than this end a target. */
const MAX_OFFENDERS = 20;

const noStats = () => ({
  ...{ executions: 0, accepted: 0, refused: 0, refusals: 0, corpus: 0 },
  ...{ slowestMs: 0, mostBytes: 0 },
});

/** The targets of a bundle: name, parsers and share of each. */
export const listTargets = (file) =>
  new Promise((resolve, reject) => {
    const worker = new Worker(file, { workerData: {} });
    worker.once('message', resolve);
    worker.once('error', reject);
  });

/**
 * Fuzzes one target. If the thread hangs or dies, the input is an offence, and a new thread goes on with the next seed.
 * Resolves with the sums over all threads, the offences and the coverage.
 */
export async function fuzz({ file, files }, { name, parsers }, wanted, firstSeed) {
  const counters = parsers.map((parser) => {
    const found = files[parser];
    if (!found) throw new Error(`${name}: src/${parser} is not part of the bundle.`);
    return [found.start, found.start + found.lines.length];
  });
  const reached = new SharedArrayBuffer(2 ** 16);
  const sum = noStats();
  const offences = [];
  for (let seed = firstSeed; sum.executions < wanted && offences.length < MAX_OFFENDERS; seed++) {
    const state = new SharedArrayBuffer(STATE_BYTES);
    const executions = wanted - sum.executions;
    const job = { target: name, seed, executions, counters, state, reached };
    const { stats, ended } = await thread(file, job, offences);
    const [done, length] = new Int32Array(state, 0, 2);
    sum.executions += Math.max(done, stats.executions);
    for (const key of ['accepted', 'refused']) sum[key] += stats[key];
    for (const key of ['refusals', 'corpus', 'slowestMs', 'mostBytes'])
      sum[key] = Math.max(sum[key], stats[key]);
    if (ended) offences.push({ outcome: ended, input: new Uint8Array(state, 8, length).slice() });
  }
  return { name, ...sum, offences, ...coverage(parsers, files, new Uint8Array(reached)) };
}

/** Runs one thread until it has finished, hangs, or dies. */
function thread(file, job, offences) {
  const counts = new Int32Array(job.state, 0, 2);
  return new Promise((resolve) => {
    const resourceLimits = { maxOldGenerationSizeMb: 1024 };
    const worker = new Worker(file, { workerData: job, resourceLimits });
    let stats = noStats();
    let last = { count: 0, at: Date.now() };
    const finish = (ended) => {
      clearInterval(watch);
      void worker.terminate();
      resolve({ stats, ended });
    };
    const watch = setInterval(() => {
      const count = Atomics.load(counts, 0);
      if (count !== last.count) last = { count, at: Date.now() };
      else if (Date.now() - last.at > HANG_MS) finish({ kind: 'hang', reason: `${HANG_MS} ms` });
    }, 500);
    worker.on('message', (message) => {
      if (message.stats) ({ stats } = message);
      else offences.push(message.offence);
      last.at = Date.now();
    });
    worker.on('error', (error) => finish({ kind: 'died', reason: error.message }));
    worker.on('exit', () => finish(null));
  });
}
