/**
 * Measures this machine's rates with single operators, expects the times of the demo pack's networks from them, and compares
 * with the measured times. run.mjs bundles and runs this file.
 */
import { FolderPackSource } from '../../cli/runtime/folder-source.ts';
import { configOf } from '../../src/families/fields.ts';
import type { Feeds } from '../../src/families/runner.ts';
import { buildVaeDecoder, type VaeConfig } from '../../src/families/vae/graph.ts';
import { attention } from '../../src/graphs/attention.ts';
import {
  GraphBuilder,
  type BuiltGraph,
  type GraphOptions,
  type Value,
} from '../../src/graphs/builder.ts';
import { networkCost } from '../../src/graphs/cost.ts';
import type { OrtModule } from '../../src/inference/engine.ts';
import { keepAlive } from '../../src/inference/keep-alive.ts';
import { SessionPool } from '../../src/inference/session-pool.ts';
import { requestDevice } from '../../src/inference/webgpu/device.ts';
import { openPack } from '../../src/packs/load.ts';
import { photoStages } from '../../src/packs/manifest.ts';
import { demoNetworks } from '../../src/test/demo-networks.ts';
import { adapterOf, engineInNode, imitateBrowser } from '../dawn.ts';
import { networkSeconds, operatorSeconds, type Rates } from './roofline.ts';

const gpu = process.argv.includes('webgpu');
const device = gpu ? await requestDevice(await adapterOf(imitateBrowser()), 'plain') : undefined;
const ort: OrtModule = device
  ? await import('onnxruntime-web/webgpu')
  : await import('onnxruntime-web/wasm');
// In Node, onnxruntime-web's bundle cannot start threads.
ort.env.wasm.numThreads = 1;
ort.env.logLevel = 'error';
if (device) await keepAlive(ort, { name: 'webgpu', device });
const pool = new SessionPool(() => Promise.resolve(engineInNode(ort, device)));

/** Runs on a software GPU take long, so there are fewer. */
const REPEATS = gpu ? 1 : 9;

/** The shortest time of a run in seconds, after one run that is not counted. */
async function measure(
  key: string,
  graph: BuiltGraph,
  files: ReadonlyMap<string, Blob | Uint8Array>,
  feeds: Feeds,
  output: string,
): Promise<number> {
  const model = { key, model: () => Promise.resolve({ graph, files }) };
  let best = Infinity;
  for (let i = 0; i <= REPEATS; i++) {
    const start = performance.now();
    await pool.run(model, feeds, [output]);
    if (i > 0) best = Math.min(best, performance.now() - start);
  }
  return best / 1e3;
}

const feed = (...shape: number[]) => ({
  shape,
  data: new Float32Array(shape.reduce((a, b) => a * b)).map((_, i) => ((i * 37) % 101) / 101 - 0.5),
});

/** Seconds of a graph without weight files, and its cost. `write` adds `repeats` nodes of one operator in a row. */
async function trial(
  name: string,
  shape: readonly number[],
  write: (g: GraphBuilder, x: Value) => Value,
) {
  const build = (options: GraphOptions) => {
    const g = new GraphBuilder({ ...options, name });
    g.output('y', write(g, g.input('x', 'f32', shape)));
    return g.build();
  };
  const cost = networkCost(new Map(), build, { storage: 'f32', compute: 'f32' });
  const graph = build({ weights: { file: 'none', tensors: new Map() } });
  return { cost, seconds: await measure(name, graph, new Map(), { x: feed(...shape) }, 'y') };
}

const chain = (count: number, next: (x: Value) => Value, x: Value): Value =>
  count === 0 ? x : chain(count - 1, next, next(x));
const numbers = (g: GraphBuilder, ...shape: number[]) => {
  const { data } = feed(...shape);
  return g.float(
    [...data].map((x) => x / 8),
    shape,
    'f32',
  );
};

const add = (g: GraphBuilder, x: Value) => g.op('Add', [x, g.float(1, [], 'f32')]);
/** The slope between a few and many equal nodes, without the fixed cost of a run. */
async function slope(
  name: string,
  shape: number[],
  more: number,
  next: (g: GraphBuilder) => (x: Value) => Value,
) {
  const of = (count: number) =>
    trial(`${name} ${count}`, shape, (g, x) => chain(count, next(g), x));
  const few = await of(1);
  const many = await of(1 + more);
  return {
    seconds: (many.seconds - few.seconds) / more,
    flops: (many.cost.flops - few.cost.flops) / more,
    bytes: many.cost.steps.at(-2) as { readBytes: number; writtenBytes: number },
  };
}

const node = await slope('node', [16], 64, (g) => (x) => add(g, x));
const wide = await slope('wide', [6, 64, 128, 128], 4, (g) => (x) => add(g, x));
const conv = await slope('conv', [6, 64, 32, 32], gpu ? 1 : 4, (g) => {
  const kernel = numbers(g, 64, 64, 3, 3);
  return (x) => g.op('Conv', [x, kernel], { attrs: { kernel_shape: [3, 3], pads: [1, 1, 1, 1] } });
});
const gemm = await slope('gemm', [1536, 256], gpu ? 1 : 4, (g) => {
  const matrix = numbers(g, 256, 256);
  return (x) => g.op('Gemm', [x, matrix], { attrs: { transB: 1 } });
});
const attend = await slope(
  'attention',
  [1, 1536, 256],
  gpu ? 1 : 3,
  (g) => (x) => attention(g, x, x, x, 4),
);

const secondsPerNode = Math.max(node.seconds, 0);
const perSecond = ({ flops, seconds }: { flops: number; seconds: number }) =>
  flops / (seconds - secondsPerNode);
const bytesPerS =
  (wide.bytes.readBytes + wide.bytes.writtenBytes) / (wide.seconds - secondsPerNode);
const flopsPerS = new Map([
  ['Conv', perSecond(conv)],
  ['Gemm', perSecond(gemm)],
  ['MatMul', perSecond(gemm)],
  ['MultiHeadAttention', perSecond(attend)],
]);
const rates: Rates = {
  flopsPerS: (op) => flopsPerS.get(op) ?? Infinity,
  bytesPerS,
  secondsPerNode,
};
console.log(
  `${gpu ? 'WebGPU' : 'WASM, one thread'}: ${(secondsPerNode * 1e6).toFixed(0)} µs per node, ${(bytesPerS / 1e9).toFixed(2)} GB/s, GFLOP/s: ` +
    [...flopsPerS].map(([op, rate]) => `${op} ${(rate / 1e9).toFixed(2)}`).join(', '),
);

const pack = await openPack(new FolderPackSource('models/mouse-demo'));
const { multiview, reconstruct } = photoStages(pack.manifest);
const vae = configOf<VaeConfig>(multiview.vae.config);
const latent = multiview.viewSize / 4;
const networks = [
  ...(await demoNetworks(pack)),
  {
    name: 'decoder',
    files: multiview.vae.files,
    build: (options: GraphOptions) =>
      buildVaeDecoder(vae, { ...options, size: multiview.viewSize }),
    feeds: { latents: feed(1, vae.latent_channels, latent, latent) },
    output: 'image',
  },
];
console.log(
  '\n| network | GFLOP | measured ms | expected ms | expected ÷ measured | most time expected in |',
);
console.log('| --- | --- | --- | --- | --- | --- |');
for (const { name, files, build, feeds, output } of networks) {
  const weights = await Promise.all(files.map((file) => pack.weights(file)));
  const graph = build({ weights, compute: 'f32' });
  const sizes = { kept: (6 * (reconstruct.viewSize / 8) ** 2) / 4 };
  const cost = networkCost(graph.tensors, build, { storage: 'f16', compute: 'f32', sizes });
  const measured = await measure(name, graph, pack.files, feeds, output);
  const expected = networkSeconds(cost, rates);
  const [[slowest, slowestS]] = operatorSeconds(cost, rates);
  const ms = (seconds: number) => (seconds * 1e3).toFixed(0);
  console.log(
    `| ${name} | ${(cost.flops / 1e9).toFixed(1)} | ${ms(measured)} | ${ms(expected)} | ${(expected / measured).toFixed(2)} | ${slowest}, ${ms(slowestS)} |`,
  );
}
process.exit(0);
