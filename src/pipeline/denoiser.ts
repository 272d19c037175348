import type { NdArray } from '../core/image.ts';
import { guide } from '../core/scheduler.ts';
import { buildUnet, type UnetConfig } from '../graphs/unet.ts';
import { photoStages } from '../packs/manifest.ts';
import { readTensor } from '../packs/safetensors.ts';
import type { StageContext } from './context.ts';
import { configOf, packNetwork } from './networks.ts';

/**
 * The network as a function (noisy latents of all views, time step) → v. With guidance both halves run
 * in one batch, the unconditional one with image latents and heat maps zero.
 */
export async function denoiser(
  { pack, runtime }: StageContext,
  image: NdArray,
  maps: NdArray | null,
  guidance: number,
): Promise<(latents: Float32Array, timestep: number) => Promise<Float32Array>> {
  const { unet, viewEmbeds } = photoStages(pack.manifest).multiview;
  const config = configOf<UnetConfig>(unet.config);
  const embedsFile = pack.files.get(viewEmbeds.file) as Blob;
  const embedsIndex = await pack.weights(viewEmbeds.file);
  const embeds = await readTensor(embedsFile, embedsIndex, viewEmbeds.tensor);
  const [views, tokens, width] = embedsIndex.tensors.get(viewEmbeds.tensor)?.shape ?? [];

  const halves = guidance === 1 ? 1 : 2;
  const size = image.shape[2];
  const network = packNetwork(pack, unet.files, `${size} ×${halves}`, (options) =>
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
