import { clipImage } from './image.ts';
import { buildClip, type ClipConfig } from './graph.ts';
import { photoStages } from '../../packs/manifest.ts';
import type { StageContext } from '../../pipeline/context.ts';
import { configOf, packNetwork } from '../../pipeline/networks.ts';
import type { Subject } from '../../pipeline/types.ts';

/**
 * The class label of every view: CLIP's embedding of the subject, then the sinusoid of noise level 0 (cosines
 * first), as unCLIP conditions its UNet. Null in packs without an image encoder.
 *
 * The original adds noise to the embedding before; at level 0 its weight is 0 in half precision.
 */
export async function classLabel(
  subject: Subject,
  { pack, runtime }: StageContext,
): Promise<Float32Array | null> {
  const { imageEncoder } = photoStages(pack.manifest).multiview;
  if (!imageEncoder) return null;
  const config = configOf<ClipConfig>(imageEncoder.config);
  const size = config.image_size;
  const network = packNetwork(pack, imageEncoder.files, `${size}`, (o) => buildClip(config, o));
  const { data } = clipImage(subject.image, size);
  const feeds = { image: { data, shape: [1, 3, size, size] } };
  const { image_embeds } = await runtime.host.run(network, feeds, ['image_embeds']);
  const width = image_embeds.data.length;
  const label = new Float32Array(2 * width);
  label.set(image_embeds.data);
  label.fill(1, width, width + width / 2);
  return label;
}
