import type { RgbaImage } from '../../core/image/image.ts';
import type { NetworkRunner } from '../runner.ts';
import { buildClip, type ClipConfig } from './graph.ts';
import { clipImage } from './image.ts';

/**
 * The class label that unCLIP's UNet gets for every view. It consists of CLIP's embedding of the subject,
 * followed by the sinusoid of noise level 0 (cosines first).
 *
 * The original first adds noise to the embedding. At noise level 0 the factor of this noise is 0 in half
 * precision.
 * @param subject the mouse, centred on white
 */
export async function classLabel(
  subject: RgbaImage,
  { files, config }: { files: readonly string[]; config: ClipConfig },
  runner: NetworkRunner,
): Promise<Float32Array> {
  const size = config.image_size;
  const network = runner.network(files, {
    variant: `${size}`,
    build: (options) => buildClip(config, options),
  });
  const { data } = clipImage(subject, size);
  const feeds = { image: { data, shape: [1, 3, size, size] } };
  const { image_embeds } = await runner.run(network, feeds, ['image_embeds']);
  const width = image_embeds.data.length;
  const label = new Float32Array(2 * width);
  label.set(image_embeds.data);
  label.fill(1, width, width + width / 2);
  return label;
}
