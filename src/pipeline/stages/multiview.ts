import { rigCameras } from '../../core/camera.ts';
import { heatmaps } from '../../core/heatmaps.ts';
import type { NdArray, PlanarImage, RgbaImage } from '../../core/image.ts';
import { TorchGenerator } from '../../core/noise.ts';
import { fromPlanar, toPlanar } from '../../core/pixels.ts';
import { resizePlanar } from '../../core/resize.ts';
import { ddimStep, ddimSteps, guide } from '../../core/scheduler.ts';
import { buildUnet, type UnetConfig } from '../../graphs/unet.ts';
import { buildVaeDecoder, buildVaeEncoder, type VaeConfig } from '../../graphs/vae.ts';
import { readTensor } from '../../packs/safetensors.ts';
import { breathe, type StageContext } from '../context.ts';
import type { RunSettings } from '../events.ts';
import { configOf, packNetwork } from '../networks.ts';
import type { Skeleton, Subject, Views } from '../types.ts';

export interface MultiviewInput {
  subject: Subject;
  /** Null in packs without a pose stage. */
  skeleton: Skeleton | null;
  settings: Pick<RunSettings, 'seed' | 'steps' | 'guidance'>;
}

/** Shares of the stage's time: encoding, one step, decoding, in units of one step without guidance. */
const ENCODE = 0.3;
const DECODE = 1.5;

/** A full autoencoder has 128 channels at full size; narrow ones leave a GPU idle. */
const SMALL_WIDTH = 64;

/** One subject → the views of the rig's cameras: encode, denoise all views together, decode. */
export async function multiview(input: MultiviewInput, context: StageContext): Promise<Views> {
  const { subject, skeleton, settings } = input;
  const { manifest } = context.pack;
  const { viewSize, scheduler } = manifest.stages.multiview;
  const cameras = rigCameras(manifest.rig, viewSize);
  const views = cameras.length;
  const steps = ddimSteps(scheduler, settings.steps);
  const guided = settings.guidance !== 1;
  const total = ENCODE + steps.length * (guided ? 2 : 1) + DECODE;
  let spent = 0;
  const advance = async (share: number) => {
    spent += share;
    context.progress(spent / total);
    await breathe(context);
  };

  const { encode, decode } = autoencoder(context);
  const image = await encode(resizePlanar(toPlanar(subject.image, 'signed'), viewSize, viewSize));
  await advance(ENCODE);
  const maps = keypointMaps(skeleton, context, image.shape[2]);
  const denoise = await denoiser(context, image, maps, settings.guidance);

  const generator = new TorchGenerator(settings.seed);
  const length = views * image.data.length;
  let latents = generator.randn(length);
  for (const step of steps) {
    const v = await denoise(latents, step.timestep);
    const noise = step.sigma > 0 ? generator.randn(length) : undefined;
    latents = ddimStep(step, latents, v, noise);
    await advance(guided ? 2 : 1);
  }

  const images = [];
  const perView = image.data.length;
  for (let view = 0; view < views; view++) {
    images.push(await decode(latents.subarray(view * perView, (view + 1) * perView), image.shape));
    await advance(DECODE / views);
  }
  return { images, cameras };
}

/** Encoder and decoder of the pack, one picture at a time: decoding is where memory peaks. */
function autoencoder(context: StageContext) {
  const { pack, runtime } = context;
  const { viewSize, vae } = pack.manifest.stages.multiview;
  const config = configOf<VaeConfig>(vae.config);
  const small = config.block_out_channels[0] < SMALL_WIDTH;
  const encoder = packNetwork(
    pack,
    vae.file,
    `encode ${viewSize}`,
    (options) => buildVaeEncoder(config, { ...options, size: viewSize, batch: 1 }),
    { small },
  );
  const decoder = packNetwork(
    pack,
    vae.file,
    `decode ${viewSize}`,
    (options) => buildVaeDecoder(config, { ...options, size: viewSize, batch: 1 }),
    { small },
  );
  return {
    async encode({ data }: PlanarImage): Promise<NdArray> {
      const feeds = { image: { data, shape: [1, 3, viewSize, viewSize] } };
      return (await runtime.host.run(encoder, feeds, ['latents'])).latents;
    },
    async decode(latents: Float32Array, shape: readonly number[]): Promise<RgbaImage> {
      const feeds = { latents: { data: latents, shape } };
      const { image } = await runtime.host.run(decoder, feeds, ['image']);
      const picture = { width: viewSize, height: viewSize, channels: 3, data: image.data };
      return fromPlanar(picture, 'signed');
    },
  };
}

/** Heat maps of the skeleton on the latent grid; null where the pack has none. */
function keypointMaps(
  skeleton: Skeleton | null,
  context: StageContext,
  size: number,
): NdArray | null {
  const { rig, stages } = context.pack.manifest;
  const rule = stages.multiview.heatmaps;
  if (!rule || !skeleton) return null;
  const { sigma, depthScale } = rule;
  return heatmaps(skeleton.xyz, rigCameras(rig), { size, sigma, depthScale, radius: rig.radius });
}

/**
 * The network as a function (noisy latents of all views, time step) → v. With guidance both halves run
 * in one batch, the unconditional one with image latents and heat maps zero.
 */
async function denoiser(
  { pack, runtime }: StageContext,
  image: NdArray,
  maps: NdArray | null,
  guidance: number,
): Promise<(latents: Float32Array, timestep: number) => Promise<Float32Array>> {
  const { unet, viewEmbeds } = pack.manifest.stages.multiview;
  const config = configOf<UnetConfig>(unet.config);
  const embedsFile = pack.files.get(viewEmbeds.file) as Blob;
  const embedsIndex = await pack.weights(viewEmbeds.file);
  const embeds = await readTensor(embedsFile, embedsIndex, viewEmbeds.tensor);
  const [views, tokens, width] = embedsIndex.tensors.get(viewEmbeds.tensor)?.shape ?? [];

  const halves = guidance === 1 ? 1 : 2;
  const size = image.shape[2];
  const network = packNetwork(pack, unet.file, `${size} ×${halves}`, (options) =>
    buildUnet(config, { ...options, halves, size, tokens }),
  );
  const perView = image.data.length;
  const perMaps = (maps?.data.length ?? 0) / views;
  const stride = config.in_channels * size * size;
  const batch = halves * views;
  const sample = new Float32Array(batch * stride);
  const context = new Float32Array(halves * embeds.length);
  for (let half = 0; half < halves; half++) context.set(embeds, half * embeds.length);
  for (let view = 0; view < views; view++) {
    const at = ((halves - 1) * views + view) * stride + perView;
    sample.set(image.data, at);
    if (maps)
      sample.set(maps.data.subarray(view * perMaps, (view + 1) * perMaps), at + image.data.length);
  }

  return async (latents, timestep) => {
    for (let row = 0; row < batch; row++) {
      const view = row % views;
      sample.set(latents.subarray(view * perView, (view + 1) * perView), row * stride);
    }
    const feeds = {
      sample: { data: sample, shape: [batch, config.in_channels, size, size] },
      timestep: { data: new Float32Array([timestep]), shape: [1] },
      encoder_hidden_states: { data: context, shape: [batch, tokens, width] },
    };
    const { v } = await runtime.host.run(network, feeds, ['v']);
    return halves === 1 ? v.data : guide(v.data, guidance);
  };
}
