import type { RgbaImage } from '../../core/image/image.ts';
import type { DeviceTensor, NetworkRunner } from '../runner.ts';
import { buildClassLabel, type ClipConfig } from './graph.ts';
import { clipImage } from './image.ts';

/**
 * The class label of the subject, [1, 2P] (`buildClassLabel`), on the device. The caller frees it.
 * @param subject the mouse, centred on white
 */
export async function classLabel(
  subject: RgbaImage,
  { files, config }: { files: readonly string[]; config: ClipConfig },
  runner: NetworkRunner,
): Promise<DeviceTensor> {
  const size = config.image_size;
  const network = runner.network(files, {
    variant: `${size}`,
    build: (options) => buildClassLabel(config, options),
  });
  const { data } = clipImage(subject, size);
  const feeds = { image: { data, shape: [1, 3, size, size] } };
  return (await runner.runOnDevice(network, feeds, ['label'])).label;
}
