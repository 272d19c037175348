import { resizeBilinear } from '../../core/image/bilinear.ts';
import { scaleCamera } from '../../core/camera/camera.ts';
import { toPlanar } from '../../core/image/pixels.ts';
import { lgmInput, toLgmFrame } from './rays.ts';
import { inverseSimilarity, mapCamera, mapCloud } from '../../core/camera/similarity.ts';
import { buildLgm, type LgmConfig } from './graph.ts';
import type { PackManifest } from '../../packs/manifest.ts';
import { breathe, type StageContext } from '../../pipeline/context.ts';
import { configOf, packNetwork } from '../../pipeline/networks.ts';
import type { GaussianCloud, Views } from '../../pipeline/types.ts';

type Stage = Extract<PackManifest['stages']['reconstruct'], { kind: 'lgm' }>;

/**
 * LGM: posed views → Gaussians in the model's own order, unfiltered, in the world of the cameras given.
 * @param size side of the square that every view is brought to
 */
export async function runLgm(
  { images, cameras }: Views,
  { files, config: raw }: Stage,
  size: number,
  { pack, runtime, ...context }: StageContext,
): Promise<GaussianCloud> {
  const config = configOf<LgmConfig>(raw);
  const views = images.length;
  const plane = 3 * size * size;
  const rgb = new Float32Array(views * plane);
  images.forEach((image, i) =>
    rgb.set(resizeBilinear(toPlanar(image), size, size).data, i * plane),
  );
  const frame = toLgmFrame(cameras[0]);
  const inFrame = cameras.map((camera) => mapCamera(frame, scaleCamera(camera, size)));
  const network = packNetwork(pack, files, `${views} × ${size}`, (options) =>
    buildLgm(config, { ...options, views, image: size }),
  );
  await breathe(context);
  const { xyz, sh_dc, log_scale, rotation, opacity_logit } = await runtime.host.run(
    network,
    { input: { data: lgmInput(rgb, inFrame, size), shape: [views, 9, size, size] } },
    ['xyz', 'sh_dc', 'log_scale', 'rotation', 'opacity_logit'],
  );
  const cloud: GaussianCloud = {
    count: xyz.shape[0],
    xyz: xyz.data,
    shDc: sh_dc.data,
    logScale: log_scale.data,
    rotation: rotation.data,
    opacityLogit: opacity_logit.data,
  };
  return mapCloud(inverseSimilarity(frame), cloud);
}
