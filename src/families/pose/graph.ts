import { attention } from '../../graphs/attention.ts';
import {
  GraphBuilder,
  type BuiltGraph,
  type GraphOptions,
  type Value,
} from '../../graphs/builder.ts';
import {
  add,
  concat,
  conv2d,
  gelu,
  groupNorm,
  layerNorm,
  linear,
  reshape,
  silu,
  sizesOf,
  transpose,
  upsample2,
} from '../../graphs/layers.ts';
import { residual } from '../../graphs/residual.ts';
import type { TensorList } from '../../graphs/weights.ts';

/** The pose network's own config (docs/models.md). */
export interface PoseConfig {
  /** Side of the subject image; divisible by 16 strides of the stem. */
  size: number;
  stem: number;
  /** Pixels from one place of the stem to the next, even; its kernel is half as large again. Default 2. */
  stem_stride?: number;
  /** Widths of four stages, each half as large as what came before it. */
  channels: readonly number[];
  /** Residual blocks per stage. */
  blocks: number;
  groups: number;
  fpn: number;
  /** Width of the tokens. */
  width: number;
  heads: number;
  layers: number;
  /** One more token, which tells what is up. */
  up?: true;
}

const KEYPOINTS = 23;

const tokensOf = ({ up }: PoseConfig): number => KEYPOINTS + (up ? 1 : 0);

/** Nothing in the transformer blocks has a bias. */
const PLAIN = { bias: false } as const;

/** Pixel centres of an n×n grid, row-major, x right and y down in −1…1: [n², 2]. */
const gridOf = (n: number): number[] =>
  Array.from({ length: n * n }, (_, i) => [(i % n) + 0.5, Math.floor(i / n) + 0.5])
    .flat()
    .map((at) => (at / n) * 2 - 1);

/** Stages 0…3, each halving: [1, C_i, S/(stride·2^(i+1)), …]. */
const backbone = (g: GraphBuilder, config: PoseConfig, image: Value): Value[] => {
  const { stem, stem_stride: stride = 2, channels, blocks, groups } = config;
  const edge = stride / 2;
  const pads: [number, number, number, number] = [edge, edge, edge, edge];
  let x = conv2d(g, image, 'stem', stem, { kernel: 3 * edge, stride, pads });
  x = silu(g, groupNorm(g, x, 'stem_norm', groups));
  return channels.map((width, i) => {
    x = conv2d(g, x, `down.${i}`, width, { stride: 2 });
    for (let j = 0; j < blocks; j += 1) x = residual(g, x, `blocks.${i}.${j}`, groups);
    return x;
  });
};

/** One pre-norm block on the tokens [23 or 24, D], which stay in float32 whatever the products run in. */
const block = (g: GraphBuilder, x: Value, name: string, config: PoseConfig): Value => {
  const { width, heads } = config;
  const tokens = tokensOf(config);
  const normal = layerNorm(g, x, `${name}.norm1`, PLAIN);
  const project = (part: number) => {
    const rows = { from: part * width, to: (part + 1) * width, of: 3 * width };
    const projected = linear(g, normal, `${name}.attn.to_qkv`, width, { ...PLAIN, rows });
    return reshape(g, projected, [1, tokens, width]);
  };
  const mixed = attention(g, project(0), project(1), project(2), heads);
  const flat = reshape(g, mixed, [tokens, width]);
  const y = add(g, x, linear(g, flat, `${name}.attn.fc`, width, PLAIN));
  const wide = linear(
    g,
    layerNorm(g, y, `${name}.norm2`, PLAIN),
    `${name}.mlp.0`,
    4 * width,
    PLAIN,
  );
  return add(g, y, linear(g, gelu(g, wide), `${name}.mlp.2`, width, PLAIN));
};

/** What is up lies nowhere in the picture: its token begins with nothing. [23, D] → [24, D] where the config has `up`. */
const withUp = (g: GraphBuilder, x: Value, { up, width }: PoseConfig): Value =>
  up ? concat(g, [x, g.float(new Array<number>(width).fill(0), [1, width], 'f32')], 0) : x;

const assemble = (config: PoseConfig, options: GraphOptions): GraphBuilder => {
  const { size, fpn, width } = config;
  const g = new GraphBuilder({ ...options, name: 'pose' });
  const stages = backbone(g, config, g.input('image', 'f32', [1, 3, size, size]));

  const lateral = (i: number) => conv2d(g, stages[i], `lateral${i}`, fpn, { kernel: 1 });
  const coarse = add(g, lateral(2), upsample2(g, lateral(3)));
  const sum = add(g, lateral(1), upsample2(g, coarse));
  const features = silu(g, conv2d(g, sum, 'fpn', fpn));
  const side = sizesOf(features)[2];
  const places = side * side;

  const scores = g.cast(conv2d(g, features, 'heat', KEYPOINTS, { kernel: 1 }), 'f32');
  const heat = g.op('Softmax', [reshape(g, scores, [KEYPOINTS, places])], { attrs: { axis: -1 } });
  const weigh = (values: Value, of: number) =>
    g.op('MatMul', [heat, values], { shape: [KEYPOINTS, of] });
  const uv = weigh(g.float(gridOf(side), [places, 2], 'f32'), 2);
  const columns = transpose(g, reshape(g, g.cast(features, 'f32'), [fpn, places]), [1, 0]);

  const seen = linear(g, concat(g, [weigh(columns, fpn), uv], 1), 'token', width);
  let x = withUp(g, g.cast(seen, 'f32'), config);
  x = add(g, x, g.weight('embed', [tokensOf(config), width], { type: 'f32' }));
  const deepest = config.channels[3];
  const pooled = g.op('GlobalAveragePool', [stages[3]], { shape: [1, deepest, 1, 1] });
  x = add(g, x, linear(g, reshape(g, pooled, [1, deepest]), 'global', width));
  for (let i = 0; i < config.layers; i += 1) x = block(g, x, `layers.${i}`, config);

  g.output('keypoints', linear(g, layerNorm(g, x, 'norm', PLAIN), 'head', 4));
  g.output('uv', uv);
  return g;
};

/**
 * Heat maps, then 23 tokens: `image [1, 3, S, S]` (the subject, RGB·2−1) → `keypoints [23, 4]` (x y z in the rig's
 * frame, natural logarithm of the expected error) and `uv [23, 2]` (place in the image, −1…1, y down). float32.
 * With `up` there are 24 tokens and `keypoints [24, 4]`: the last row is what is up, of any length, and its error.
 */
export const buildPose = (config: PoseConfig, options: GraphOptions): BuiltGraph =>
  assemble(config, options).build();

/** Tensors that a checkpoint must have. */
export const poseTensors = (config: PoseConfig): TensorList => assemble(config, {}).tensors;
