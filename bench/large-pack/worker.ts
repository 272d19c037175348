/**
 * Writes weights into the browser's storage, as an import does, and creates a session with these weights. Posts `written`
 * and then `made`, or an error message.
 */
import { GraphBuilder } from '../../src/graphs/builder.ts';
import { linear } from '../../src/graphs/layers.ts';
import type { WeightIndex } from '../../src/graphs/weights.ts';
import { requestAdapter } from '../../src/inference/backend.ts';
import { keepAlive } from '../../src/inference/keep-alive.ts';
import { loadBuild } from '../../src/inference/ort.ts';
import { requestDevice } from '../../src/inference/webgpu/device.ts';
import { keepReadersAlive } from '../../src/inference/webgpu/keep-readers-alive.ts';

const LAYERS = 40;
const WIDTH = 2048;
const LAYER_BYTES = 4 * WIDTH * WIDTH;
const FILE = 'large';

/** Writes LAYERS square matrices. Every element is 1 / WIDTH. */
async function writeWeights(): Promise<File> {
  const root = await navigator.storage.getDirectory();
  const handle = await root.getFileHandle(FILE, { create: true });
  const file = await handle.createWritable();
  const layer = new Float32Array(WIDTH * WIDTH).fill(1 / WIDTH);
  for (let i = 0; i < LAYERS; i++) await file.write(layer);
  await file.close();
  return handle.getFile();
}

/** A graph of LAYERS linear layers, one after the other. */
function buildLayers() {
  const names = Array.from({ length: LAYERS }, (_, i) => `layer${i}`);
  const shape = [WIDTH, WIDTH];
  const matrix = { dtype: 'F32', shape, byteLength: LAYER_BYTES } as const;
  const index: WeightIndex = {
    file: FILE,
    tensors: new Map(
      names.map((name, i) => [`${name}.weight`, { ...matrix, offset: i * LAYER_BYTES }]),
    ),
  };
  const g = new GraphBuilder({ name: 'large', weights: index });
  const x = g.input('x', 'f32', [1, WIDTH]);
  g.output(
    'y',
    names.reduce((y, name) => linear(g, y, name, WIDTH, { bias: false }), x),
  );
  return g.build();
}

async function makeSession(keepReaders: boolean): Promise<void> {
  const file = await writeWeights();
  postMessage('written');
  if (keepReaders) keepReadersAlive();
  const ort = await loadBuild('jspi', 1);
  const adapter = await requestAdapter();
  if (!adapter) throw new Error('There is no WebGPU adapter.');
  const provider = { name: 'webgpu', device: await requestDevice(adapter, 'plain') } as const;
  await keepAlive(ort, provider);
  await ort.InferenceSession.create(buildLayers().bytes, {
    executionProviders: [provider],
    externalData: [{ path: FILE, data: file }],
  });
  postMessage('made');
}

onmessage = ({ data: { keepReaders } }: MessageEvent<{ keepReaders: boolean }>) => {
  makeSession(keepReaders).catch((error: unknown) => postMessage(String(error)));
};
