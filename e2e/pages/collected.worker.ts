/** The worker of collected.ts. Creates a session while garbage is collected. Posts `Collected` or an error message. */
import { GraphBuilder } from '../../src/graphs/builder.ts';
import { linear } from '../../src/graphs/layers.ts';
import type { WeightIndex } from '../../src/graphs/weights.ts';
import { loadBuild } from '../../src/inference/ort.ts';
import { keepReadersAlive } from '../../src/inference/webgpu/keep-readers-alive.ts';
import { seededWeights } from '../../src/test/seeded.ts';
import type { Collected } from './collected.ts';

declare const gc: (options: { type: 'major'; execution: 'async' }) => Promise<void>;

const collected: Collected = { reads: 0, collections: 0, lost: 0, made: false };

/** Collects garbage during every read. Counts the readers that are collected before the read ends. */
function collectDuringReads(): void {
  const { prototype } = ReadableStreamBYOBReader;
  const { read } = prototype;
  prototype.read = function (this: ReadableStreamBYOBReader, ...args: Parameters<typeof read>) {
    collected.reads += 1;
    let open = true;
    const close = () => void (open = false);
    const result = Reflect.apply(read, this, args);
    result.then(close, close);
    void collect(new WeakRef(this), () => open);
    return result;
  } as typeof read;
}

async function collect(reader: WeakRef<ReadableStreamBYOBReader>, isOpen: () => boolean) {
  try {
    // Two collections, because a WeakRef keeps the reader alive until the end of the task that created the WeakRef.
    for (let times = 0; times < 2 && isOpen(); times++) {
      await new Promise((resolve) => setTimeout(resolve));
      if (isOpen()) collected.collections += 1;
      await gc({ type: 'major', execution: 'async' });
    }
    if (!isOpen() || reader.deref()) return;
    collected.lost += 1;
    postMessage(collected);
  } catch (error) {
    postMessage(String(error));
  }
}

/** Creates a session of a network whose weights need a hundred reads. */
async function makeSession(): Promise<void> {
  const stack = (weights?: WeightIndex) => {
    const g = new GraphBuilder({ name: 'stack', weights });
    let x = g.input('x', 'f32', [1, 256]);
    for (let i = 0; i < 50; i++) x = linear(g, x, `layer${i}`, 256);
    g.output('y', x);
    return g;
  };
  const { index, files } = seededWeights(stack().tensors);
  const graph = stack(index).build();
  const ort = await loadBuild('jspi', 1);
  await ort.InferenceSession.create(graph.bytes, {
    executionProviders: ['wasm'],
    externalData: graph.files.map((path) => ({ path, data: new Blob([files[path] as BlobPart]) })),
  });
}

onmessage = async ({ data: { keepReaders } }: MessageEvent<{ keepReaders: boolean }>) => {
  if (keepReaders) keepReadersAlive();
  collectDuringReads();
  try {
    await makeSession();
    collected.made = true;
    postMessage(collected);
  } catch (error) {
    postMessage(String(error));
  }
};
