/** See collected.ts. */
import { GraphBuilder } from '../../src/graphs/builder.ts';
import { linear } from '../../src/graphs/layers.ts';
import type { WeightIndex } from '../../src/graphs/weights.ts';
import { loadBuild } from '../../src/inference/ort.ts';
import { keepReadersAlive } from '../../src/inference/webgpu/keep-readers-alive.ts';
import { seededWeights } from '../../src/test/seeded.ts';
import type { Collected } from './collected.ts';

declare const gc: (options: { type: 'major'; execution: 'async' }) => Promise<void>;

const collected: Collected = { reads: 0, collections: 0, lost: 0, made: false };

/** Collects garbage during every read, and counts the readers that are collected before their read ends. */
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
    // Twice, because a WeakRef keeps its object alive until the task that created or read it has ended.
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

/** Creates a session of a network with enough weights for a hundred reads. */
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

onmessage = async ({ data: { held } }: MessageEvent<{ held: boolean }>) => {
  if (held) keepReadersAlive();
  collectDuringReads();
  try {
    await makeSession();
    collected.made = true;
    postMessage(collected);
  } catch (error) {
    postMessage(String(error));
  }
};
