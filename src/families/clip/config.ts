import { AppError } from '../../core/errors.ts';
import type { WeightIndex } from '../../graphs/weights.ts';

/** The keys of transformers' CLIPVisionConfig that shape the graph. */
export interface ClipConfig {
  hidden_size: number;
  num_hidden_layers: number;
  num_attention_heads: number;
  intermediate_size: number;
  /** Side of a patch in pixels. */
  patch_size: number;
  /** Side of the image in pixels. */
  image_size: number;
  projection_dim: number;
  /** `gelu` is the exact one. */
  hidden_act: 'gelu' | 'quick_gelu';
  /** Default 1e-5. */
  layer_norm_eps?: number;
}

const invalid = (message: string) =>
  new AppError('graph-invalid', { message: `CLIP config: ${message}`, stage: 'load' });

/** @throws AppError `graph-invalid` for a config that no tower can have. */
export const checkClipConfig = (config: ClipConfig): void => {
  const { hidden_size: width, num_attention_heads: heads, hidden_act: act } = config;
  if (width % heads !== 0) throw invalid(`${heads} heads for a width of ${width}`);
  if (act !== 'gelu' && act !== 'quick_gelu') throw invalid(`hidden_act ${String(act)}`);
  if (config.image_size % config.patch_size !== 0)
    throw invalid(`patches of ${config.patch_size} in an image of ${config.image_size}`);
};

/**
 * The config of the tower whose tensors lie in a file, read from their shapes. Shapes do not tell three things:
 *
 * - heads: 16 for widths 1280 (ViT-H/14) and 1664 (ViT-bigG/14), else one per 64 channels;
 * - hidden_act: `gelu` for those two, which exist only with it; else `quick_gelu`, as in OpenAI's checkpoints
 *   (OpenCLIP's ViT-L/14 of the same shapes has `gelu`);
 * - layer_norm_eps: 1e-5.
 *
 * @param known what the model's config file says; it goes before anything inferred
 * @throws AppError `weights-invalid` when the file holds no such tower
 */
export const inferClipConfig = (
  { file, tensors }: WeightIndex,
  known: Partial<ClipConfig> = {},
): ClipConfig => {
  const shape = (name: string, axes: number): readonly number[] => {
    const found = tensors.get(name)?.shape;
    if (found?.length === axes) return found;
    throw new AppError('weights-invalid', {
      message: `${file}: no CLIP vision tower, ${name} ${found ? `is [${found.join()}]` : 'is missing'}`,
      stage: 'load',
      values: { file, tensor: name },
    });
  };
  const model = 'vision_model';
  const [width, , patch] = shape(`${model}.embeddings.patch_embedding.weight`, 4);
  const [positions] = shape(`${model}.embeddings.position_embedding.weight`, 2);
  const [wide] = shape(`${model}.encoder.layers.0.mlp.fc1.weight`, 2);
  const [projected] = shape('visual_projection.weight', 2);
  let layers = 1;
  while (tensors.has(`${model}.encoder.layers.${layers}.mlp.fc1.weight`)) layers += 1;
  const large = width === 1280 || width === 1664;
  const config: ClipConfig = {
    hidden_size: width,
    num_hidden_layers: layers,
    num_attention_heads: large ? 16 : Math.max(1, Math.floor(width / 64)),
    intermediate_size: wide,
    patch_size: patch,
    // One position is the class token's.
    image_size: Math.round(Math.sqrt(positions - 1)) * patch,
    projection_dim: projected,
    hidden_act: large ? 'gelu' : 'quick_gelu',
    layer_norm_eps: 1e-5,
    ...known,
  };
  checkClipConfig(config);
  return config;
};
