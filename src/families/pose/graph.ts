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

/** The config of the pose network (docs/models.md). */
export interface PoseConfig {
  /** Pixels along a side of the subject; divisible by 16 times the stem's stride. */
  size: number;
  /** Channels of the stem. */
  stem: number;
  /** Stride of the stem, an even number. The stem's kernel is 1.5 times as large as the stride. Default 2. */
  stem_stride?: number;
  /** Channels of the four levels. Each level halves the size. */
  channels: readonly number[];
  /** Residual blocks per level. */
  blocks: number;
  /** Groups of the group norms. */
  groups: number;
  /** Channels of the feature pyramid. */
  fpn: number;
  /** Width of the tokens. */
  width: number;
  heads: number;
  /** Transformer blocks. */
  layers: number;
  /** Adds a token that finds the direction that is up. */
  up?: true;
}

const KEYPOINTS = 23;

const tokensOf = ({ up }: PoseConfig): number => KEYPOINTS + (up ? 1 : 0);

/** No layer of the transformer blocks has a bias. */
const NO_BIAS = { bias: false } as const;

/** Pixel centres of an n×n grid, [n², 2], row-major. x points right and y down, −1…1. */
const gridOf = (n: number): number[] =>
  Array.from({ length: n * n }, (_, i) => [(i % n) + 0.5, Math.floor(i / n) + 0.5])
    .flat()
    .map((position) => (position / n) * 2 - 1);

/** The outputs of levels 0…3: [1, C_i, S/(stride·2^(i+1)), S/(stride·2^(i+1))]. */
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

/** One pre-norm block on the tokens [23 or 24, D]. The tokens stay in float32 in any compute type. */
const block = (g: GraphBuilder, x: Value, name: string, config: PoseConfig): Value => {
  const { width, heads } = config;
  const tokens = tokensOf(config);
  const normal = layerNorm(g, x, `${name}.norm1`, NO_BIAS);
  const project = (index: number) => {
    const rows = { from: index * width, to: (index + 1) * width, of: 3 * width };
    const projected = linear(g, normal, `${name}.attn.to_qkv`, width, { ...NO_BIAS, rows });
    return reshape(g, projected, [1, tokens, width]);
  };
  const mixed = attention(g, project(0), project(1), project(2), heads);
  const flat = reshape(g, mixed, [tokens, width]);
  const y = add(g, x, linear(g, flat, `${name}.attn.fc`, width, NO_BIAS));
  const hidden = linear(
    g,
    layerNorm(g, y, `${name}.norm2`, NO_BIAS),
    `${name}.mlp.0`,
    4 * width,
    NO_BIAS,
  );
  return add(g, y, linear(g, gelu(g, hidden), `${name}.mlp.2`, width, NO_BIAS));
};

/**
 * If the config has `up`, adds the token of `up`: [23, D] → [24, D]. This token starts from zeros, because `up`
 * has no position in the picture.
 */
const withUpToken = (g: GraphBuilder, x: Value, { up, width }: PoseConfig): Value =>
  up ? concat(g, [x, g.float(new Array<number>(width).fill(0), [1, width], 'f32')], 0) : x;

const assemble = (config: PoseConfig, options: GraphOptions): GraphBuilder => {
  const { size, fpn, width } = config;
  const g = new GraphBuilder({ ...options, name: 'pose' });
  const levels = backbone(g, config, g.input('image', 'f32', [1, 3, size, size]));

  const lateral = (i: number) => conv2d(g, levels[i], `lateral${i}`, fpn, { kernel: 1 });
  const coarse = add(g, lateral(2), upsample2(g, lateral(3)));
  const sum = add(g, lateral(1), upsample2(g, coarse));
  const features = silu(g, conv2d(g, sum, 'fpn', fpn));
  const side = sizesOf(features)[2];
  const positions = side * side;

  const scores = g.cast(conv2d(g, features, 'heat', KEYPOINTS, { kernel: 1 }), 'f32');
  const heat = g.op('Softmax', [reshape(g, scores, [KEYPOINTS, positions])], {
    attrs: { axis: -1 },
  });
  const weightedMean = (values: Value, columnCount: number) =>
    g.op('MatMul', [heat, values], { shape: [KEYPOINTS, columnCount] });
  const uv = weightedMean(g.float(gridOf(side), [positions, 2], 'f32'), 2);
  const columns = transpose(g, reshape(g, g.cast(features, 'f32'), [fpn, positions]), [1, 0]);

  const found = linear(g, concat(g, [weightedMean(columns, fpn), uv], 1), 'token', width);
  let x = withUpToken(g, g.cast(found, 'f32'), config);
  x = add(g, x, g.weight('embed', [tokensOf(config), width], { type: 'f32' }));
  const deepest = config.channels[3];
  const pooled = g.op('GlobalAveragePool', [levels[3]], { shape: [1, deepest, 1, 1] });
  x = add(g, x, linear(g, reshape(g, pooled, [1, deepest]), 'global', width));
  for (let i = 0; i < config.layers; i += 1) x = block(g, x, `layers.${i}`, config);

  g.output('keypoints', linear(g, layerNorm(g, x, 'norm', NO_BIAS), 'head', 4));
  g.output('uv', uv);
  return g;
};

/**
 * The pose network: heat maps of 23 keypoints, then a transformer over their tokens.
 *
 * Input: `image [1, 3, S, S]`, the subject as RGB·2−1.
 *
 * Outputs, float32: `keypoints [23, 4]` and `uv [23, 2]`. A row of `keypoints` is x y z in the rig's frame, and
 * the natural logarithm of the expected error. `uv` is the position in the picture, −1…1, y down.
 *
 * With `up` there are 24 tokens, and the output is `keypoints [24, 4]`. The last row is a vector of any length
 * that points up, and the logarithm of its expected error.
 *
 * @throws AppError `weights-invalid` if a tensor is missing or has another shape
 */
export const buildPose = (config: PoseConfig, options: GraphOptions): BuiltGraph =>
  assemble(config, options).build();

/** Tensors that a checkpoint must have. */
export const poseTensors = (config: PoseConfig): TensorList => assemble(config, {}).tensors;
