/** Fuzzes one target in a thread of its own. `run.mjs` starts the thread, and ends it if it hangs. */
import './hits.ts';
import { parentPort, workerData } from 'node:worker_threads';
import { Fuzzer, minimise } from './fuzzer.ts';
import { TARGETS } from './targets/index.ts';
import type { Bytes } from './target.ts';

/** What `run.mjs` gives the thread. */
interface Job {
  target: string;
  seed: number;
  executions: number;
  counters: [number, number][];
  /** Memory of both threads: the number of executions, the length of the current input, and the input. */
  state: SharedArrayBuffer;
  reached: SharedArrayBuffer;
}

/** Fuzzes the target of the job, and reports once in a second. */
async function work(job: Job): Promise<void> {
  const target = TARGETS.find(({ name }) => name === job.target);
  if (!target) throw new Error(`There is no target ${job.target}.`);
  const counts = new Int32Array(job.state, 0, 2);
  const current = new Uint8Array(job.state, 8);
  const before = (input: Bytes) => {
    current.set(input.subarray(0, current.length));
    counts[1] = Math.min(input.length, current.length);
    Atomics.add(counts, 0, 1);
  };
  const fuzzer = new Fuzzer(target, job.seed, job.counters, new Uint8Array(job.reached), before);
  const { stats } = fuzzer;
  const report = () => parentPort?.postMessage({ stats: { ...stats, offences: [] } });
  await fuzzer.start();
  let reported = performance.now();
  while (stats.executions < job.executions) {
    await fuzzer.step();
    if (performance.now() - reported < 1000) continue;
    report();
    reported = performance.now();
  }
  report();
  for (const offence of stats.offences)
    parentPort?.postMessage({ offence: { ...offence, input: await minimise(target, offence) } });
}

const job = workerData as Partial<Job>;
if (job.target) await work(job as Job);
else parentPort?.postMessage(TARGETS.map(({ name, parsers, share }) => ({ name, parsers, share })));
