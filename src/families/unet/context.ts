import {
  GraphBuilder,
  type BuiltGraph,
  type GraphOptions,
  type Value,
} from '../../graphs/builder.ts';
import { concat, linear } from '../../graphs/layers.ts';
import type { BlockContext } from './blocks.ts';
import { planUnet, transformerBlocks, type UnetConfig, type UnetPlan } from './config.ts';

/**
 * Options of the cross-attentions' inputs. The keys and values of a cross-attention (`attn2`) are linear maps
 * of the view embeddings. They are the same in all steps.
 */
export interface ContextOptions {
  /** 2: one batch contains the unconditional and the conditional half of guidance. Default 1. */
  halves?: 1 | 2;
  /** Number of tokens T (rows) of each view's embeddings. */
  tokens: number;
  /** Both halves use one set of embeddings, [views, T, C], as in FaceLift. Default false. */
  sharedContext?: boolean;
}

type CrossInputs = BlockContext['crossInputs'];

/** Size of the first axis of the embeddings. */
export const contextRows = (plan: UnetPlan, { halves = 1, sharedContext }: ContextOptions) =>
  sharedContext ? plan.views : halves * plan.views;

/**
 * Repeats [rows, T, C] along the first axis until it is `batch` long. All rows of one half come before those of
 * the next.
 */
const repeated = (g: GraphBuilder, x: Value, batch: number): Value => {
  const copies = batch / Number(x.shape[0]);
  return copies === 1 ? x : concat(g, Array<Value>(copies).fill(x), 0);
};

const project = (g: GraphBuilder, context: Value, name: string, width: number): Value =>
  linear(g, context, name, width, { bias: false });

/** Keys and values that are computed from the embeddings inside the graph. */
export const projectedContext =
  (g: GraphBuilder, batch: number, context: Value): CrossInputs =>
  (attn2, width) => [
    repeated(g, project(g, g.cast(context), `${attn2}.to_k`, width), batch),
    repeated(g, project(g, g.cast(context), `${attn2}.to_v`, width), batch),
  ];

/** Keys and values as inputs of the graph. */
export const givenContext = (
  g: GraphBuilder,
  batch: number,
  rows: number,
  tokens: number,
): CrossInputs => {
  const take = (name: string, width: number) =>
    repeated(g, g.cast(g.input(name, 'f32', [rows, tokens, width])), batch);
  return (attn2, width) => [take(`${attn2}.to_k`, width), take(`${attn2}.to_v`, width)];
};

/**
 * Names of the tensors that `buildUnetContext` outputs and `buildUnet` with `cachedContext` takes. They are the
 * paths of the projections of `attn2` in the checkpoint.
 */
export const unetContextNames = (config: UnetConfig): string[] =>
  transformerBlocks(planUnet(config)).flatMap(({ name }) => [
    `${name}.attn2.to_k`,
    `${name}.attn2.to_v`,
  ]);

/**
 * Graph that computes the keys and values of all cross-attentions. They are the same in every step of a run.
 *
 * Input: `encoder_hidden_states [B, T, C]`, or `[views, T, C]` with `sharedContext`.
 *
 * Outputs, float32: one tensor for each of `unetContextNames`, `[B or views, T, width of the block]`.
 * `buildUnet` with `cachedContext` takes them as inputs.
 */
export const buildUnetContext = (
  config: UnetConfig,
  options: GraphOptions & ContextOptions,
): BuiltGraph => {
  const plan = planUnet(config);
  const rows = contextRows(plan, options);
  const g = new GraphBuilder({ ...options, name: 'unet context' });
  const context = g.input('encoder_hidden_states', 'f32', [rows, options.tokens, plan.crossWidth]);
  const crossInputs = projectedContext(g, rows, context);
  for (const { name, width } of transformerBlocks(plan)) {
    const [keys, values] = crossInputs(`${name}.attn2`, width);
    g.output(`${name}.attn2.to_k`, keys);
    g.output(`${name}.attn2.to_v`, values);
  }
  return g.build();
};
