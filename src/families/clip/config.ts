import type { WeightIndex } from '../../graphs/weights.ts';
import type { Limits } from '../limits.ts';
import { lacksTensor, unfit } from '../unfit.ts';
import { checkClipLayer, clipInvalid, type ClipLayerConfig } from './encoder-layer.ts';

/** The keys of transformers' CLIPVisionConfig that the graph depends on. */
export interface ClipConfig extends ClipLayerConfig {
  num_hidden_layers: number;
  /** Pixels along a side of a patch. */
  patch_size: number;
  /** Pixels along a side of the image. */
  image_size: number;
  projection_dim: number;
}

/** What the numbers of a vision tower's config may be. ViT-bigG/14 has 48 layers of width 1664. */
export const CLIP_LIMITS: Limits = {
  hidden_size: { min: 1, max: 8192 },
  num_hidden_layers: { min: 1, max: 128 },
  num_attention_heads: { min: 1, max: 256 },
  intermediate_size: { min: 1, max: 65_536 },
  patch_size: { min: 1, max: 64 },
  image_size: { min: 8, max: 4096 },
  projection_dim: { min: 1, max: 16_384 },
  layer_norm_eps: { min: 1e-12, max: 0.1, real: true },
};

/** Checks a config. @throws AppError `graph-invalid` if no vision tower can have this config */
export const checkClipConfig = (config: ClipConfig): void => {
  checkClipLayer(config);
  if (config.image_size % config.patch_size !== 0)
    throw clipInvalid(`image_size ${config.image_size} is not a multiple of ${config.patch_size}`);
};

/**
 * The config of the vision tower in a weight file, read from its tensors' shapes. The shapes do not contain
 * three values:
 *
 * - heads: 16 heads for the widths 1280 (ViT-H/14) and 1664 (ViT-bigG/14). For all other widths, one head per
 *   64 channels.
 * - hidden_act: `gelu` for these two widths, because they exist only with `gelu`. For all other widths
 *   `quick_gelu`, as in OpenAI's checkpoints. (OpenCLIP's ViT-L/14 has the same shapes, but uses `gelu`.)
 * - layer_norm_eps: always 1e-5.
 *
 * @param given values from the model's config file; they override the inferred values
 * @throws AppError `checkpoint-unfit` if the file contains no CLIP vision tower, `graph-invalid` as
 *   `checkClipConfig` does
 */
export const inferClipConfig = (
  { file, tensors }: WeightIndex,
  given: Partial<ClipConfig> = {},
): ClipConfig => {
  const shape = (name: string, axes: number): readonly number[] => {
    const found = tensors.get(name)?.shape;
    if (!found) throw lacksTensor(file, name);
    if (found.length === axes) return found;
    throw unfit(file, 'unsupported-network', `${name} is [${found.join()}]`);
  };
  const model = 'vision_model';
  const [width, , patch] = shape(`${model}.embeddings.patch_embedding.weight`, 4);
  const [positions] = shape(`${model}.embeddings.position_embedding.weight`, 2);
  const [inner] = shape(`${model}.encoder.layers.0.mlp.fc1.weight`, 2);
  const [projected] = shape('visual_projection.weight', 2);
  let layers = 1;
  while (tensors.has(`${model}.encoder.layers.${layers}.mlp.fc1.weight`)) layers += 1;
  const large = width === 1280 || width === 1664;
  const config: ClipConfig = {
    hidden_size: width,
    num_hidden_layers: layers,
    num_attention_heads: large ? 16 : Math.max(1, Math.floor(width / 64)),
    intermediate_size: inner,
    patch_size: patch,
    // One of the positions belongs to the class token.
    image_size: Math.round(Math.sqrt(positions - 1)) * patch,
    projection_dim: projected,
    hidden_act: large ? 'gelu' : 'quick_gelu',
    layer_norm_eps: 1e-5,
    ...given,
  };
  checkClipConfig(config);
  return config;
};
