import { TorchGenerator } from '../../core/noise/noise.ts';
import { attention } from '../../graphs/attention.ts';
import { GraphBuilder, type Compute, type Value } from '../../graphs/builder.ts';
import { gelu, reshape, silu } from '../../graphs/layers.ts';

/** A small graph with the operations that the networks use, and its inputs. */
export interface Probes {
  bytes: Uint8Array<ArrayBuffer>;
  feeds: Readonly<Record<string, { data: Float32Array; shape: readonly number[] }>>;
  outputs: readonly string[];
}

/** Shapes of attention as in the networks: batch rows, query tokens, key tokens, heads, channels per head. */
const ATTENTIONS = {
  'attention of 77 tokens': [6, 77, 77, 1, 48],
  'attention of 320 tokens': [1, 320, 320, 4, 64],
  'attention of 320 tokens to 77': [2, 320, 77, 5, 32],
} as const;

/** The probe that finds the known faults. It is a graph of its own, so that a check can end after it. */
const FIRST = 'attention of 77 tokens';

/** Builds the probes. Every call returns the same graphs and the same inputs. */
export function buildProbes(compute: Compute): readonly Probes[] {
  const generator = new TorchGenerator(23);
  return [
    probesOf(compute, generator, [FIRST], false),
    probesOf(
      compute,
      generator,
      keysOf(ATTENTIONS).filter((name) => name !== FIRST),
      true,
    ),
  ];
}

const keysOf = <K extends string>(record: Record<K, unknown>) => Object.keys(record) as K[];

/** One graph: some attentions, and the other layers if it `hasLayers`. */
function probesOf(
  compute: Compute,
  generator: TorchGenerator,
  attentions: readonly (keyof typeof ATTENTIONS)[],
  hasLayers: boolean,
): Probes {
  const g = new GraphBuilder({ name: 'probes', weights: [], compute });
  const feeds: Record<string, Probes['feeds'][string]> = {};
  const outputs: string[] = [];
  const random = (...shape: number[]): Value => {
    const name = `x${Object.keys(feeds).length}`;
    feeds[name] = { shape, data: generator.randn(shape.reduce((a, b) => a * b)) };
    return g.cast(g.input(name, 'f32', shape));
  };
  const output = (name: string, value: Value) => {
    outputs.push(name);
    g.output(name, value);
  };

  for (const name of attentions) {
    const [rows, queries, keys, heads, width] = ATTENTIONS[name];
    const c = heads * width;
    const [q, k, v] = [queries, keys, keys].map((tokens) => random(rows, tokens, c));
    output(name, attention(g, q, k, v, heads));
  }
  if (hasLayers) output('layers', layers(g, random));
  return { bytes: g.build().bytes, feeds, outputs };
}

/**
 * A chain of the operations around attention: 3×3 convolution, normalisations, activations, a matrix product,
 * softmax.
 */
function layers(g: GraphBuilder, random: (...shape: number[]) => Value): Value {
  const [views, from, to, side] = [6, 24, 32, 16];
  const perChannel = (value: number) => g.float(Array<number>(to).fill(value));
  const convolved = g.op('Conv', [random(views, from, side, side), random(to, from, 3, 3)], {
    attrs: { kernel_shape: [3, 3], pads: [1, 1, 1, 1] },
    shape: [views, to, side, side],
  });
  const normal = g.op('InstanceNormalization', [convolved, perChannel(1), perChannel(0)], {
    attrs: { epsilon: { float: 1e-5 } },
  });
  const rows = reshape(g, silu(g, normal), [views * to, side * side]);
  const product = g.op('Gemm', [rows, random(64, side * side)], {
    attrs: { transB: 1 },
    shape: [views * to, 64],
  });
  const normalised = g.op('LayerNormalization', [product, g.float(Array<number>(64).fill(1))], {
    attrs: { axis: -1, epsilon: { float: 1e-5 } },
  });
  return g.op('Softmax', [gelu(g, normalised)], { attrs: { axis: -1 } });
}
