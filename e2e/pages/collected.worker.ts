/** See collected.ts. */
import { GraphBuilder } from '../../src/graphs/builder.ts';
import { linear } from '../../src/graphs/layers.ts';
import type { WeightIndex } from '../../src/graphs/weights.ts';
import { loadBuild } from '../../src/inference/ort.ts';
import { holdReaders } from '../../src/inference/webgpu/hold-readers.ts';
import { seededWeights } from '../../src/test/seeded.ts';
import type { Collected } from './collected.ts';

declare const gc: (options: { type: 'major'; execution: 'async' }) => Promise<void>;

const collected: Collected = { reads: 0, lost: 0, made: false };

/** Collects garbage once the caller waits for its read, and counts the readers that are gone before their answer. */
function collectDuringReads(): void {
  const { prototype } = ReadableStreamBYOBReader;
  const { read } = prototype;
  prototype.read = function (this: ReadableStreamBYOBReader, view: ArrayBufferView<ArrayBuffer>) {
    collected.reads += 1;
    let open = true;
    const result = read.call(this, view);
    result.then(
      () => (open = false),
      () => (open = false),
    );
    const reader = new WeakRef(this);
    setTimeout(async () => {
      if (!open) return;
      await gc({ type: 'major', execution: 'async' });
      await new Promise((resolve) => setTimeout(resolve)); // a WeakRef holds until its task has ended
      await gc({ type: 'major', execution: 'async' });
      if (!open || reader.deref()) return;
      collected.lost += 1;
      postMessage(collected);
    });
    return result;
  } as typeof read;
}

/** A network with weights enough for a hundred reads. */
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
  if (held) holdReaders();
  collectDuringReads();
  await makeSession();
  collected.made = true;
  postMessage(collected);
};
