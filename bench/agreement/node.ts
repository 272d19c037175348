/** The measurement of run.mjs, which bundles and runs this file. */
import { readFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { FolderPackSource } from '../../cli/runtime/folder-source.ts';
import type { Compute } from '../../src/graphs/builder.ts';
import { describe } from '../../src/inference/backend.ts';
import type { Feeds, Model } from '../../src/families/runner.ts';
import type { OrtModule } from '../../src/inference/engine.ts';
import { SessionPool } from '../../src/inference/session-pool.ts';
import { requestDevice, type FeatureSet } from '../../src/inference/webgpu/device.ts';
import { keepAlive } from '../../src/inference/keep-alive.ts';
import { relativeError } from '../../src/core/relative-error.ts';
import { expectedResults, selfCheck } from '../../src/inference/webgpu/self-check.ts';
import { openPack } from '../../src/packs/load.ts';
import { demoNetworks } from '../../src/test/demo-networks.ts';
import { recordedNetworks } from '../../src/test/recorded-networks.ts';
import { adapterOf, engineInNode, imitateBrowser } from '../dawn.ts';

const { values } = parseArgs({
  options: {
    features: { type: 'string', default: 'plain' },
    compute: { type: 'string', default: 'f32' },
    'as-they-come': { type: 'boolean', default: false },
  },
});
const features = values.features as FeatureSet;
const compute = values.compute as Compute;

async function openDevice(): Promise<GPUDevice> {
  const adapter = await adapterOf(imitateBrowser());
  const { subgroupMinSize, subgroupMaxSize } = adapter.info;
  console.log(`${describe(adapter.info)}, subgroups of ${subgroupMinSize} to ${subgroupMaxSize}`);
  const device = await requestDevice(adapter, features);
  // `requestDevice` replaced this method by one that initialises shader variables with zeros. This restores the original.
  if (values['as-they-come']) Reflect.deleteProperty(device, 'createShaderModule');
  return device;
}

const sessionsOn = (ort: OrtModule, device: GPUDevice | undefined) =>
  new SessionPool(() => Promise.resolve(engineInNode(ort, device)));

const device = await openDevice();
const ort: OrtModule = await import('onnxruntime-web/webgpu');
ort.env.wasm.numThreads = 1;
ort.env.logLevel = 'error';
await keepAlive(ort, { name: 'webgpu', device });
const gpu = sessionsOn(ort, device);
const cpu = sessionsOn(ort, undefined);

const run = async (
  sessions: SessionPool,
  key: string,
  model: Model,
  feeds: Feeds,
  names: string[],
) => sessions.run({ key, model: () => Promise.resolve(model) }, feeds, names);

const rows: [string, number][] = [];
const report = (name: string, error: number) => {
  rows.push([name, error]);
  console.log(`${name.padEnd(30)} ${error.toExponential(1)}`);
};

const half = compute === 'f16';
const found = await selfCheck(
  ort,
  { name: 'webgpu', device },
  await expectedResults(ort, 'wasm'),
  half,
);
console.log(`${values.features}, ${compute}; self-check: ${JSON.stringify(found)}`);

const bytesOf = (name: string) => readFile(`models/parity/${name}.safetensors`);
for (const { name, graph, files, feeds, expected } of await recordedNetworks(bytesOf)) {
  const model = { graph: graph(compute), files: new Map(Object.entries(files)) };
  const names = Object.keys(expected);
  const outputs = await run(gpu, name, model, feeds, names);
  report(name, Math.max(...names.map((key) => relativeError(outputs[key].data, expected[key]))));
}

const pack = await openPack(new FolderPackSource('models/mouse-demo'));
for (const { name, files, build, feeds, output } of await demoNetworks(pack)) {
  const weights = await Promise.all(files.map((file) => pack.weights(file)));
  const results = await Promise.all(
    [[gpu, compute] as const, [cpu, 'f32'] as const].map(([sessions, precision]) => {
      const model = { graph: build({ weights, compute: precision }), files: pack.files };
      return run(sessions, name, model, feeds, [output]);
    }),
  );
  report(`demo pack: ${name}`, relativeError(results[0][output].data, results[1][output].data));
}
process.exit(0);
