import { AppError } from '../../core/errors.ts';
import type { GslrmConfig } from './graph.ts';
import type { WeightIndex } from '../../graphs/weights.ts';

/** Inputs per pixel (RGB | d | p), and outputs per Gaussian (heads.ts). */
const [CHANNELS, PARAMETERS] = [9, 14];

/** Head width of every GS-LRM whose width is a multiple of it. */
const HEAD = 64;

/**
 * The config of the GS-LRM in a weight file, read from its tensors' shapes. Width, depth and patch may be any.
 *
 * The shapes do not contain the head width. It is 64, or the whole width if that is not a multiple of 64. They do not
 * contain the size and number of views either, because the weights do not depend on them: 512 and 6, as in FaceLift.
 *
 * @throws AppError `weights-invalid` if the file contains no GS-LRM, or one with another input
 */
export function inferGslrmConfig({ file, tensors }: WeightIndex): GslrmConfig {
  const refuse = (why: string) =>
    new AppError('weights-invalid', {
      message: `${file}: no GS-LRM of this family, ${why}`,
      stage: 'load',
      values: { file },
    });
  const shape = (name: string): readonly number[] => {
    const found = tensors.get(name)?.shape;
    if (found?.length !== 2) throw refuse(`${name} is ${found ? `[${found.join()}]` : 'missing'}`);
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
