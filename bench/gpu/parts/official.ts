import { relativeError } from '../../../src/core/relative-error.ts';
import { networkCost, type Precision } from '../../../src/graphs/cost.ts';
import type { Engine } from '../../../src/inference/engine.ts';
import { SessionPool } from '../../../src/inference/session-pool.ts';
import { ledger } from '../counters.ts';
import { OFFICIAL, type SizedNetwork } from './official-networks.ts';
import { randomWeights } from './random.ts';
import { median } from '../../../src/core/median.ts';
import type { Part, Row } from './types.ts';

type Path = Required<Precision> & { storage: 'f16' | 'int8x2' };

/** How the weights are stored, and in which precision the network is computed. */
const PATHS: readonly Path[] = [
  { storage: 'f16', compute: 'f16' },
  { storage: 'f16', compute: 'f32' },
  { storage: 'int8x2', compute: 'f32' },
];
const RUNS = 5;

/** The engine, with a clock that adds up the milliseconds of creating sessions. */
function timed(engine: Engine) {
  const clock = { sessionMs: 0 };
  const create: Engine['ort']['InferenceSession']['create'] = async (...args) => {
    const start = performance.now();
    const session = await engine.ort.InferenceSession.create(...args);
    clock.sessionMs += performance.now() - start;
    return session;
  };
  const ort = {
    env: engine.ort.env,
    Tensor: engine.ort.Tensor,
    InferenceSession: { create },
  };
  return { engine: { ...engine, ort }, clock };
}

/** Why the engine cannot run a network, or null. The same limits as in src/pipeline/memory-plan.ts. */
function obstacle(
  { device, heapBytes = Infinity }: Engine,
  { storage, compute }: Path,
  { weightBytes, residentBytes, largestBytes }: ReturnType<typeof networkCost>,
): string | null {
  const gb = (bytes: number) => `${(bytes / 1e9).toFixed(1)} GB`;
  if (compute === 'f16' && !device?.features.has('shader-f16'))
    return 'the device has no shader-f16';
  const bothBytes = weightBytes + residentBytes;
  if (storage === 'f16' && compute === 'f32' && bothBytes > heapBytes)
    return `the weights in both types need ${gb(bothBytes)}, and WASM's heap has ${gb(heapBytes)}`;
  const binding = device?.limits.maxStorageBufferBindingSize ?? Infinity;
  if (largestBytes > binding)
    return `the largest tensor has ${gb(largestBytes)}, and a binding at most ${gb(binding)}`;
  return null;
}

async function runPath(base: Engine, network: SizedNetwork, path: Path, runs: number) {
  const { tensors, build, feeds, outputs } = network;
  const made = performance.now();
  const { weights, files } = randomWeights(tensors, path.storage);
  const makeWeightsMs = performance.now() - made;
  const { engine, clock } = timed(base);
  const pool = new SessionPool(() => Promise.resolve(engine), -1);
  const named = {
    key: `${path.storage} ${path.compute}`,
    model: () => Promise.resolve({ graph: build({ weights, compute: path.compute }), files }),
  };
  const before = (ledger.reset(), ledger.peakBytes);
  const times: number[] = [];
  let results: Float32Array[] = [];
  for (let run = 0; run <= runs; run++) {
    const start = performance.now();
    const found = await pool.run(named, feeds, outputs);
    times.push(performance.now() - start);
    results = outputs.map((name) => found[name].data);
  }
  const peakBytes = ledger.peakBytes - before;
  await pool.trim();
  const finite = results.every((data) => data.every(Number.isFinite));
  const runMs = median(times.slice(1));
  return { results, finite, runMs, firstMs: times[0], ...clock, peakBytes, makeWeightsMs };
}

/**
 * One of FaceLift's networks, with random weights: session, first run, runs, speed, and GPU memory against the forecast
 * of src/pipeline/memory-plan.ts. `difference`: of the result from that of the other precision with the same weights.
 */
export const measureOfficial: Part = async (host, report, { piece, software }) => {
  const network = OFFICIAL[piece](software);
  const engine = await host.onGpu();
  const earlier = new Map<string, Float32Array[]>();
  // A software GPU needs a minute for a path, so the third is left out.
  for (const path of software ? PATHS.slice(0, 2) : PATHS) {
    const cost = networkCost(network.tensors, network.build, path);
    const forecastBytes = cost.residentBytes + 2 * cost.activationBytes;
    const facts: Row = { network: piece, ...path, parametersM: cost.parameters / 1e6 };
    const notMeasured = obstacle(engine, path, cost);
    if (notMeasured) {
      report({ ...facts, notMeasured });
      continue;
    }
    try {
      const found = await runPath(engine, network, path, software ? 1 : RUNS);
      const other = earlier.get(path.storage);
      earlier.set(path.storage, found.results);
      report({
        ...facts,
        sessionMs: found.sessionMs,
        firstMs: found.firstMs - found.sessionMs,
        runMs: found.runMs,
        tflopPerS: cost.flops / found.runMs / 1e9,
        finite: found.finite,
        wrong: !found.finite,
        difference: other
          ? Math.max(...other.map((data, i) => relativeError(found.results[i], data)))
          : null,
        peakMb: found.peakBytes / 1e6,
        forecastMb: forecastBytes / 1e6,
        makeWeightsMs: found.makeWeightsMs,
      });
    } catch (error) {
      report({ ...facts, notMeasured: String(error) });
    }
  }
};
