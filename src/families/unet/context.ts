import {
  GraphBuilder,
  type BuiltGraph,
  type GraphOptions,
  type Value,
} from '../../graphs/builder.ts';
import { concat, linear } from '../../graphs/layers.ts';
import type { BlockContext } from './blocks.ts';
import { planUnet, transformerBlocks, type UnetConfig, type UnetPlan } from './config.ts';

/** The part of a step that no step changes: attn2's keys and values are linear maps of the embeddings. */
export interface ContextOptions {
  /** 2 puts the unconditional and the conditional half into one batch. Default 1. */
  halves?: 1 | 2;
  /** Length T of the embeddings. */
  tokens: number;
  /** Both halves read one set of embeddings, [views, T, C], as FaceLift's do. Default false. */
  sharedContext?: boolean;
}

type CrossInputs = BlockContext['crossInputs'];

/** First axis of the embeddings. */
export const contextRows = (plan: UnetPlan, { halves = 1, sharedContext }: ContextOptions) =>
  sharedContext ? plan.views : halves * plan.views;

/** [rows, T, C] for every row of the batch: the halves lie one behind the other. */
const spread = (g: GraphBuilder, x: Value, batch: number): Value => {
  const copies = batch / Number(x.shape[0]);
  return copies === 1 ? x : concat(g, Array<Value>(copies).fill(x), 0);
};

const project = (g: GraphBuilder, context: Value, name: string, width: number): Value =>
  linear(g, context, name, width, { bias: false });

/** Keys and values computed where they are needed. */
export const projectedContext =
  (g: GraphBuilder, batch: number, context: Value): CrossInputs =>
  (attn2, width) => [
    spread(g, project(g, g.cast(context), `${attn2}.to_k`, width), batch),
    spread(g, project(g, g.cast(context), `${attn2}.to_v`, width), batch),
  ];

/** Keys and values as inputs of the graph. */
export const givenContext = (
  g: GraphBuilder,
  batch: number,
  rows: number,
  tokens: number,
): CrossInputs => {
  const take = (name: string, width: number) =>
    spread(g, g.cast(g.input(name, 'f32', [rows, tokens, width])), batch);
  return (attn2, width) => [take(`${attn2}.to_k`, width), take(`${attn2}.to_v`, width)];
};

/** Names of the tensors that pass from `buildUnetContext` to `buildUnet` with `cachedContext`: paths of attn2's projections. */
export const unetContextNames = (config: UnetConfig): string[] =>
  transformerBlocks(planUnet(config)).flatMap(({ name }) => [
    `${name}.attn2.to_k`,
    `${name}.attn2.to_v`,
  ]);

/**
 * What every step of one run shares: `encoder_hidden_states [B, T, C]` (`[views, T, C]` with `sharedContext`) → all of
 * `unetContextNames`, each `[same, T, width of its block]`, float32. Feed them to `buildUnet` with `cachedContext`.
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
