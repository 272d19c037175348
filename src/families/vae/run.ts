import type { NdArray, PlanarImage, RgbaImage } from '../../core/image/image.ts';
import { fromPlanar, withAlpha } from '../../core/image/pixels.ts';
import { buildVaeDecoder, buildVaeEncoder, type VaeConfig } from './graph.ts';
import { photoStages } from '../../packs/manifest.ts';
import type { StageContext } from '../../pipeline/context.ts';
import { configOf, packNetwork } from '../../pipeline/networks.ts';

/** A full autoencoder has 128 channels at full size; narrow ones leave a GPU idle. */
const SMALL_WIDTH = 64;

/** Encoder and decoder of the pack, one picture at a time: decoding is where memory peaks. */
export function autoencoder(context: StageContext) {
  const { pack, runtime } = context;
  const { viewSize, vae } = photoStages(pack.manifest).multiview;
  const config = configOf<VaeConfig>(vae.config);
  const small = config.block_out_channels[0] < SMALL_WIDTH;
  const encoder = packNetwork(
    pack,
    vae.files,
    `encode ${viewSize}`,
    (options) => buildVaeEncoder(config, { ...options, size: viewSize, batch: 1 }),
    { small },
  );
  const decoder = packNetwork(
    pack,
    vae.files,
    `decode ${viewSize}`,
    (options) => buildVaeDecoder(config, { ...options, size: viewSize, batch: 1 }),
    { small },
  );
  const drawsMasks = (config.out_channels ?? 3) > 3;
  return {
    /** Whether the decoder tells what is mouse in the pictures that it draws. */
    drawsMasks,
    async encode({ data }: PlanarImage): Promise<NdArray> {
      const feeds = { image: { data, shape: [1, 3, viewSize, viewSize] } };
      return (await runtime.host.run(encoder, feeds, ['latents'])).latents;
    },
    /** A picture on white; its alpha is the mask where the decoder draws one, else 255. */
    async decode(latents: Float32Array, shape: readonly number[]): Promise<RgbaImage> {
      const feeds = { latents: { data: latents, shape } };
      const { image } = await runtime.host.run(decoder, feeds, ['image']);
      const picture = { width: viewSize, height: viewSize, channels: 3, data: image.data };
      const drawn = fromPlanar(picture, 'signed');
      if (!drawsMasks) return drawn;
      const mask = image.data.subarray(3 * viewSize ** 2).map((value) => (value + 1) / 2);
      return withAlpha(drawn, mask);
    },
  };
}
