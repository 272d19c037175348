import { AppError } from '../../core/errors.ts';
import type { PackUnetConfig } from '../unet/infer.ts';
import { wholeIndex, type WeightPart } from '../../packs/import/parts.ts';

/** Name of the embeddings' tensor in a pack. */
export const VIEW_EMBEDS = 'view_embeds';

/**
 * Refuses embeddings that were made for another UNet: their width is that of its cross-attention, and
 * there is one row per view. The lab has files of [6, 77, 768], made with another text encoder.
 *
 * @returns the tensor's name in its file
 */
export function checkViewEmbeds(part: WeightPart, unet: PackUnetConfig): string {
  const [[name, { shape }]] = wholeIndex(part).tensors;
  const [views, , width] = shape;
  if (views === unet.num_views && width === unet.cross_attention_dim) return name;
  throw new AppError('embeds-invalid', {
    message:
      `${part.path} is [${shape.join()}], but the UNet has ${unet.num_views} views and takes ` +
      `embeddings of width ${unet.cross_attention_dim}`,
    stage: 'load',
    values: {
      file: part.path,
      shape: shape.join(' × '),
      views: unet.num_views,
      width: unet.cross_attention_dim,
    },
  });
}
