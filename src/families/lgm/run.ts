import { scaleCamera } from '../../core/camera/camera.ts';
import { inverseSimilarity, mapCamera, mapCloud } from '../../core/camera/similarity.ts';
import { resizeBilinear } from '../../core/image/bilinear.ts';
import { toPlanar } from '../../core/image/pixels.ts';
import { CLOUD_OUTPUTS, cloudOf } from '../cloud-outputs.ts';
import type { PosedViews, Reconstructed } from '../reconstructor.ts';
import type { Network, NetworkRunner } from '../runner.ts';
import { buildLgm } from './graph.ts';
import { lgmInput, toLgmFrame } from './rays.ts';
import type { LgmSection } from './section.ts';

/** LGM as a network. */
export const lgmNetwork = (
  { files, config }: LgmSection,
  { count, size }: { count: number; size: number },
  runner: NetworkRunner,
): Network =>
  runner.network(files, {
    name: 'reconstructor',
    variant: `${count} × ${size}`,
    build: (options) => buildLgm(config, { ...options, views: count, image: size }),
  });

/**
 * Runs LGM: posed views → Gaussians in the network's order, unfiltered, in the frame of the given cameras.
 * @param size every view is resized to this width and height, pixels
 */
export async function runLgm(
  { images, cameras }: PosedViews,
  section: LgmSection,
  size: number,
  runner: NetworkRunner,
): Promise<Reconstructed> {
  const views = images.length;
  const plane = 3 * size * size;
  const rgb = new Float32Array(views * plane);
  images.forEach((image, i) =>
    rgb.set(resizeBilinear(toPlanar(image), size, size).data, i * plane),
  );
  const frame = toLgmFrame(cameras[0]);
  const inFrame = cameras.map((camera) => mapCamera(frame, scaleCamera(camera, size)));
  const network = lgmNetwork(section, { count: views, size }, runner);
  await runner.pause();
  const input = { data: lgmInput(rgb, inFrame, size), shape: [views, 9, size, size] };
  const outputs = await runner.run(network, { input }, CLOUD_OUTPUTS);
  return { cloud: mapCloud(inverseSimilarity(frame), cloudOf(outputs)) };
}
