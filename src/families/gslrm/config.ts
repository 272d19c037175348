import { lacksTensor, unfit } from '../unfit.ts';
import type { GslrmConfig } from './graph.ts';
import type { WeightIndex } from '../../graphs/weights.ts';
import type { Limits } from '../limits.ts';

/** Number of input channels per pixel (RGB | d | p), and of outputs per Gaussian (heads.ts). */
const [CHANNELS, PARAMETERS] = [9, 14];

/** Head width of every GS-LRM whose token width is a multiple of 64. */
const HEAD = 64;

/** What the numbers of a GS-LRM's config may be. FaceLift's has 24 layers of width 1024. */
export const GSLRM_LIMITS: Limits = {
  d: { min: 1, max: 16_384 },
  d_head: { min: 1, max: 16_384 },
  layers: { min: 1, max: 128 },
  patch: { min: 1, max: 64 },
  n_gaussians: { min: 0, max: 1024 },
  image: { min: 8, max: 4096 },
  views: { min: 1, max: 32 },
};

/**
 * The config of the GS-LRM in a weight file, read from its tensors' shapes. Token width, number of layers and
 * patch size may have any value.
 *
 * The shapes do not contain the head width: it is 64, or the token width if that is not a multiple of 64. The
 * weights do not depend on the size and the number of the views: these are set to 512 and 6, as in FaceLift.
 *
 * @throws AppError `checkpoint-unfit` if the file contains no GS-LRM, or a GS-LRM with other inputs
 */
export function inferGslrmConfig({ file, tensors }: WeightIndex): GslrmConfig {
  const refuse = (why: string) => unfit(file, 'unsupported-network', why);
  const shape = (name: string): readonly number[] => {
    const found = tensors.get(name)?.shape;
    if (!found) throw lacksTensor(file, name);
    if (found.length !== 2) throw refuse(`${name} is [${found.join()}]`);
    return found;
  };
  const [d, perPatch] = shape('patch_embedder.1.weight');
  const [decoded] = shape('pixel_gaussian_decoder.1.weight');
  const [globals] = shape('gaussian_position_embeddings');
  const patch = Math.round(Math.sqrt(perPatch / CHANNELS));
  if (patch * patch * CHANNELS !== perPatch)
    throw refuse(`a patch has ${perPatch} numbers, not 9 per pixel`);
  if (decoded !== patch * patch * PARAMETERS)
    throw refuse(`a patch becomes ${decoded} numbers, not 14 per pixel`);
  let layers = 0;
  while (tensors.has(`transformer_layers.${layers}.attn.to_qkv.weight`)) layers += 1;
  const head = d % HEAD === 0 ? HEAD : d;
  return { d, d_head: head, layers, patch, n_gaussians: globals, image: 512, views: 6 };
}
