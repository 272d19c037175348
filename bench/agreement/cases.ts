import { readFile } from 'node:fs/promises';
import { FolderPackSource } from '../../cli/runtime/folder-source.ts';
import { TorchGenerator } from '../../src/core/noise/noise.ts';
import type { Feeds } from '../../src/families/runner.ts';
import { attention } from '../../src/graphs/attention.ts';
import { GraphBuilder, type BuiltGraph, type Compute } from '../../src/graphs/builder.ts';
import { openPack } from '../../src/packs/load.ts';
import { demoNetworks } from '../../src/test/demo-networks.ts';
import { recordedNetworks } from '../../src/test/recorded-networks.ts';
import type { RecordedOutput } from '../../src/test/recorded-output.ts';
import type { Runner } from './columns.ts';

/** One row of the table: a network, its inputs, and the right outputs. */
export interface Case {
  name: string;
  kind: 'network' | 'attention';
  graph: (compute: Compute) => BuiltGraph;
  files: Readonly<Record<string, Uint8Array>>;
  feeds: Feeds;
  expected: Readonly<Record<string, RecordedOutput>>;
}

/** Outputs of which all numbers are compared. */
const whole = (outputs: Readonly<Record<string, Float32Array>>): Case['expected'] =>
  Object.fromEntries(
    Object.entries(outputs).map(([name, data]) => [name, { data, shape: [data.length] }]),
  );

/** Numbers of tokens. Those that are no multiple of 16, 32 or 64 test the kernels' edges. */
const TOKENS = [16, 63, 77, 128, 256, 320, 512, 1024, 1536];

const [HEADS, WIDTH] = [4, 64];

/** Attention of `tokens` queries to as many keys, with random inputs. */
async function attentionCase(tokens: number, cpu: Runner): Promise<Case> {
  const generator = new TorchGenerator(tokens);
  const shape = [1, tokens, HEADS * WIDTH];
  const feeds = Object.fromEntries(
    ['q', 'k', 'v'].map((name) => [name, { shape, data: generator.randn(tokens * HEADS * WIDTH) }]),
  );
  const graph = (compute: Compute) => {
    const g = new GraphBuilder({ name: `attention-${tokens}`, weights: [], compute });
    const [q, k, v] = ['q', 'k', 'v'].map((name) => g.cast(g.input(name, 'f32', shape)));
    g.output('out', attention(g, q, k, v, HEADS));
    return g.build();
  };
  const expected = whole(await cpu.run(graph('f32'), {}, feeds, ['out']));
  const name = `attention, ${tokens} tokens`;
  return { name, kind: 'attention', graph, files: {}, feeds, expected };
}

/** The demo pack's networks that run on a GPU. */
async function demoCases(cpu: Runner): Promise<Case[]> {
  const pack = await openPack(new FolderPackSource('models/mouse-demo'));
  const cases: Case[] = [];
  for (const { name, files: names, build, feeds, output } of await demoNetworks(pack)) {
    const weights = await Promise.all(names.map((file) => pack.weights(file)));
    const files: Record<string, Uint8Array> = {};
    for (const file of names) {
      const stored = pack.files.get(file);
      if (!(stored instanceof Blob)) throw new Error(`${file} is missing`);
      files[file] = new Uint8Array(await stored.arrayBuffer());
    }
    const graph = (compute: Compute) => build({ weights, compute });
    const expected = whole(await cpu.run(graph('f32'), files, feeds, [output]));
    cases.push({ name: `demo pack: ${name}`, kind: 'network', graph, files, feeds, expected });
  }
  return cases;
}

/**
 * All rows. The recorded networks have the outputs of other implementations. The others have those of onnxruntime-node's
 * CPU in single precision.
 */
export async function allCases(cpu: Runner): Promise<Case[]> {
  const cases: Case[] = [];
  const recorded = await recordedNetworks((name) => readFile(`models/parity/${name}.safetensors`));
  for (const network of recorded) cases.push({ ...network, kind: 'network' });
  cases.push(...(await demoCases(cpu)));
  for (const tokens of TOKENS) cases.push(await attentionCase(tokens, cpu));
  return cases;
}
