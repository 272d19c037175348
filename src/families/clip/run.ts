import type { RgbaImage } from '../../core/image/image.ts';
import type { DeviceTensor, Network, NetworkRunner } from '../runner.ts';
import { buildClassLabel, type ClipConfig } from './graph.ts';
import { clipImage } from './image.ts';

/** The image encoder of a pack. */
interface PackClip {
  files: readonly string[];
  config: ClipConfig;
}

/** The network that computes class labels. */
export const classLabelNetwork = ({ files, config }: PackClip, runner: NetworkRunner): Network =>
  runner.network(files, {
    name: 'image encoder',
    variant: `${config.image_size}`,
    build: (options) => buildClassLabel(config, options),
  });

/**
 * The class label of the subject, [1, 2P] (`buildClassLabel`), on the device. The caller frees it.
 * @param subject the mouse, centred on white
 */
export async function classLabel(
  subject: RgbaImage,
  clip: PackClip,
  runner: NetworkRunner,
): Promise<DeviceTensor> {
  const size = clip.config.image_size;
  const { data } = clipImage(subject, size);
  const feeds = { image: { data, shape: [1, 3, size, size] } };
  return (await runner.runOnDevice(classLabelNetwork(clip, runner), feeds, ['label'])).label;
}
