import { rigCameras } from '../core/camera/rig.ts';
import { TorchGenerator } from '../core/noise/noise.ts';
import { cameraRays } from '../core/camera/rays.ts';
import type { BuiltGraph, GraphOptions } from '../graphs/builder.ts';
import { buildGslrm, type GslrmConfig } from '../families/gslrm/graph.ts';
import { buildUnet, type UnetConfig } from '../families/unet/graph.ts';
import type { Feed } from '../families/runner.ts';
import { photoStages } from '../packs/manifest.ts';
import type { LoadedPack } from '../packs/load.ts';
import { configOf } from '../families/fields.ts';

/** A network of the demo pack, with random inputs. */
interface DemoNetwork {
  name: 'denoising step' | 'GS-LRM pass';
  /** Weight files. */
  files: readonly string[];
  build: (options: GraphOptions) => BuiltGraph;
  feeds: Readonly<Record<string, Feed>>;
  /** Name of the output to compare. */
  output: string;
}

/** The networks of the demo pack that run on a GPU, with the same random inputs in each call. */
export async function demoNetworks(pack: LoadedPack): Promise<DemoNetwork[]> {
  const { rig } = pack.manifest;
  const { multiview, reconstruct } = photoStages(pack.manifest);
  const random = new TorchGenerator(4);
  const feed = (...shape: number[]) => ({
    shape,
    data: random.randn(shape.reduce((a, b) => a * b)),
  });

  const unet = configOf<UnetConfig>(multiview.unet.config);
  const size = multiview.viewSize / 4;
  const { file, tensor } = multiview.viewEmbeds;
  const [views, tokens, width] = (await pack.weights(file)).tensors.get(tensor)!.shape;
  const step: DemoNetwork = {
    name: 'denoising step',
    files: multiview.unet.files,
    build: (options) => buildUnet(unet, { ...options, halves: 1, size, tokens }),
    feeds: {
      sample: feed(views, unet.in_channels, size, size),
      timestep: { shape: [1], data: new Float32Array([749]) },
      encoder_hidden_states: feed(views, tokens, width),
    },
    output: 'v',
  };

  const gslrm = configOf<GslrmConfig>(reconstruct.config);
  const side = reconstruct.viewSize;
  const image = feed(views, 3, side, side);
  const patches = views * (side / gslrm.patch) ** 2;
  const keep = BigInt64Array.from({ length: patches / 4 }, (_, i) => BigInt(4 * i));
  const pass: DemoNetwork = {
    name: 'GS-LRM pass',
    files: reconstruct.files,
    build: (options) => buildGslrm(gslrm, { ...options, image: side, views, prune: true }),
    feeds: {
      image: { ...image, data: image.data.map((v) => 1 / (1 + Math.exp(-v))) },
      rays: { shape: [views, 6, side, side], data: cameraRays(rigCameras(rig, side), side) },
      keep: { shape: [keep.length], data: keep },
    },
    output: 'raw',
  };
  return [step, pass];
}
