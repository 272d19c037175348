import { relativeError } from '../../../src/core/relative-error.ts';
import { attention } from '../../../src/graphs/attention.ts';
import { GraphBuilder, type Compute } from '../../../src/graphs/builder.ts';
import type { Engine } from '../../../src/inference/engine.ts';
import { SessionPool } from '../../../src/inference/session-pool.ts';
import { ledger } from '../counters.ts';
import { attentionRows, spreadRows, type AttentionShape } from './attention-rows.ts';
import { uniform } from './random.ts';
import { median } from '../../../src/core/median.ts';
import type { Part } from './types.ts';

/** Attentions of the networks: batch rows, query tokens, key tokens, heads, channels per head. */
const CASES: readonly (readonly [string, number, number, number, number, number])[] = [
  ['16 tokens', 1, 16, 16, 20, 64],
  ['63 tokens', 1, 63, 63, 20, 64],
  ['77 tokens', 1, 77, 77, 20, 64],
  ['128 tokens', 6, 128, 128, 20, 64],
  ['demo UNet', 6, 256, 512, 5, 32],
  ['demo pose', 1, 256, 256, 4, 32],
  ['256 tokens', 1, 256, 256, 20, 64],
  ['CLIP', 1, 257, 257, 16, 80],
  ['UNet 16², sparse', 6, 256, 512, 20, 64],
  ['UNet 16², cross', 6, 256, 77, 20, 64],
  ['320 tokens', 1, 320, 320, 10, 64],
  ['512 tokens', 1, 512, 512, 16, 64],
  ['1024 tokens', 1, 1024, 1024, 10, 64],
  ['UNet 32², cross', 6, 1024, 77, 10, 64],
  ['demo GS-LRM', 1, 1536, 1536, 4, 64],
  ['VAE', 1, 4096, 4096, 1, 512],
  ['4096 tokens', 1, 4096, 4096, 5, 64],
  ['UNet 64², sparse', 6, 4096, 8192, 5, 64],
  ['UNet 64², cross', 6, 4096, 77, 5, 64],
  ['6144 tokens', 1, 6144, 6144, 16, 64],
  ['24576 tokens', 1, 24576, 24576, 16, 64],
  ['GS-LRM 512²', 1, 24578, 24578, 16, 64],
];

/** The largest error that rounding explains, as a share of the range: the self-check's limits. */
const TOLERANCE: Record<Compute, number> = { f32: 5e-4, f16: 1.5e-2 };
/** Bytes of scores and number of keys up to which WASM computes all rows. Above, some rows are computed in double precision. */
const SCORES_MAX = 2 ** 27;
const KEYS_MAX = 4096;
const SAMPLED_ROWS = 24;
const RUNS = 5;

const flopsOf = ({ batch, queries, keys, heads, width }: AttentionShape) =>
  4 * batch * queries * keys * heads * width;

/** Floating-point operations up to which a software GPU computes all queries of a case. */
const SOFTWARE_FLOPS = 1e8;

/** A software GPU computes less: at most two heads, one batch row, and fewer queries where there are many keys. */
const reduced = (shape: AttentionShape): AttentionShape => {
  const few = { ...shape, batch: 1, heads: Math.min(2, shape.heads) };
  const queries = Math.ceil((SOFTWARE_FLOPS / flopsOf(few)) * few.queries);
  return { ...few, queries: Math.min(few.queries, Math.max(16, queries)) };
};

/** A graph with `repeats` attentions, one after the other. The result of each is the query of the next. */
function chain(
  { batch, queries, keys, heads, width }: AttentionShape,
  compute: Compute,
  repeats: number,
) {
  const g = new GraphBuilder({ name: 'attention', weights: [], compute });
  const input = (name: string, tokens: number) =>
    g.cast(g.input(name, 'f32', [batch, tokens, heads * width]));
  const [q, k, v] = [input('q', queries), input('k', keys), input('v', keys)];
  let x = q;
  for (let i = 0; i < repeats; i++) x = attention(g, x, k, v, heads);
  g.output('out', x);
  return { graph: g.build(), files: new Map<string, Uint8Array>() };
}

/** Runs a chain several times. Returns the last output, the median milliseconds of a run, and the peak of GPU memory. */
async function measure(
  engine: Engine,
  shape: AttentionShape,
  compute: Compute,
  inputs: readonly Float32Array<ArrayBuffer>[],
  { repeats = 1, runs = 1 } = {},
) {
  const { batch, queries, keys, heads, width } = shape;
  // With this limit `trim` releases every session.
  const pool = new SessionPool(() => Promise.resolve(engine), -1);
  const network = {
    key: `attention ${repeats}`,
    model: () => Promise.resolve(chain(shape, compute, repeats)),
  };
  const [q, k, v] = inputs.map((data, i) => ({
    data,
    shape: [batch, i === 0 ? queries : keys, heads * width],
  }));
  const times: number[] = [];
  ledger.reset();
  let out: Float32Array = new Float32Array();
  for (let run = 0; run <= runs; run++) {
    const start = performance.now();
    out = (await pool.run(network, { q, k, v }, ['out'])).out.data;
    times.push(performance.now() - start);
  }
  const { peakBytes } = ledger;
  await pool.trim();
  return { out, ms: median(times.slice(1)), peakBytes };
}

/** The right rows, and their numbers. WASM computes all rows of small cases. */
async function expectedRows(
  cpu: Engine,
  shape: AttentionShape,
  inputs: readonly Float32Array<ArrayBuffer>[],
) {
  const { batch, queries, keys, heads } = shape;
  const total = batch * queries;
  const all = keys <= KEYS_MAX && 4 * batch * heads * queries * keys <= SCORES_MAX;
  const rows = all ? null : spreadRows(total, SAMPLED_ROWS);
  const values = rows
    ? attentionRows(shape, inputs, rows)
    : (await measure(cpu, shape, 'f32', inputs)).out;
  return { rows, values };
}

/** Attention alone, in the precision that `piece` names: error against the CPU, time, speed, and peak of GPU memory. */
export const measureAttention: Part = async (host, report, { piece, software }) => {
  const compute = piece as Compute;
  const adapter = await host.gpu.requestAdapter();
  if (compute === 'f16' && !adapter?.features.has('shader-f16'))
    return report({ compute, notMeasured: 'the adapter has no shader-f16' });
  const gpu = await host.onGpu();
  if (compute === 'f16' && !gpu.device?.features.has('shader-f16'))
    return report({ compute, notMeasured: 'the device is used without shader-f16' });
  const cpu = await host.onCpu();
  for (const [name, batch, queries, keys, heads, width] of CASES) {
    const whole = { batch, queries, keys, heads, width };
    const shape = software ? reduced(whole) : whole;
    const facts = { name, compute, ...shape };
    try {
      const channels = shape.heads * shape.width;
      const inputs = [shape.queries, shape.keys, shape.keys].map((tokens, i) =>
        uniform(shape.batch * tokens * channels, i, i === 0 ? 6 : 1),
      );
      const { rows, values } = await expectedRows(cpu, shape, inputs);
      const once = await measure(gpu, shape, compute, inputs, { runs: software ? 1 : RUNS });
      const actual = rows
        ? Float32Array.from({ length: values.length }, (_, i) => {
            const row = rows[Math.floor(i / channels)];
            return once.out[row * channels + (i % channels)];
          })
        : once.out;
      const error = relativeError(actual, values);
      const speed = software ? {} : await speedOf(gpu, shape, compute, inputs, once.ms);
      report({
        ...facts,
        against: rows ? `${rows.length} rows in double precision` : 'WASM',
        error,
        wrong: !(error <= TOLERANCE[compute]),
        runMs: once.ms,
        ...speed,
        peakMb: once.peakBytes / 1e6,
      });
    } catch (error) {
      report({ ...facts, notMeasured: String(error), wrong: true });
    }
  }
};

/**
 * Milliseconds of the kernel alone: the time of a chain of attentions minus the time of one, divided by the number of
 * additional attentions. Copies of inputs and outputs thus do not count.
 */
async function speedOf(
  gpu: Engine,
  shape: AttentionShape,
  compute: Compute,
  inputs: readonly Float32Array<ArrayBuffer>[],
  onceMs: number,
) {
  const more = Math.max(1, Math.min(64, Math.ceil(4e10 / flopsOf(shape))));
  const many = await measure(gpu, shape, compute, inputs, { repeats: 1 + more, runs: RUNS });
  const kernelMs = (many.ms - onceMs) / more;
  return kernelMs > 0
    ? { kernelMs, gflopPerS: flopsOf(shape) / kernelMs / 1e6 }
    : { kernelMs: null, gflopPerS: null };
}
