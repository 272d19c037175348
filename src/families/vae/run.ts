import type { NdArray, PlanarImage, RgbaImage } from '../../core/image/image.ts';
import { fromPlanar, withAlpha } from '../../core/image/pixels.ts';
import type { NetworkRunner } from '../runner.ts';
import { buildVaeDecoder, buildVaeEncoder, type VaeConfig } from './graph.ts';

/** Channels. Stable Diffusion's autoencoder has 128 at full size. Narrower ones than this cannot keep a GPU busy. */
const SMALL_WIDTH = 64;

/** An opened autoencoder. */
export interface Autoencoder {
  /** Whether the decoder also makes a mask. */
  makesMasks: boolean;
  /** A picture of values in −1…1 → latents [1, L, s, s]. */
  encode(picture: PlanarImage): Promise<NdArray>;
  /** Latents → a picture on white. Its alpha is the mask if the decoder makes one, else 255. */
  decode(latents: Float32Array, shape: readonly number[]): Promise<RgbaImage>;
}

/**
 * Opens encoder and decoder. They take one picture at a time, because memory is highest in the decoder.
 * @param size pixels across a view
 */
export function openVae(
  { files, config }: { files: readonly string[]; config: VaeConfig },
  size: number,
  runner: NetworkRunner,
): Autoencoder {
  // Stable Diffusion's autoencoder overflows in half precision.
  const shared = { small: config.block_out_channels[0] < SMALL_WIDTH, single: true };
  const encoder = runner.network(files, {
    ...shared,
    variant: `encode ${size}`,
    build: (options) => buildVaeEncoder(config, { ...options, size, batch: 1 }),
  });
  const decoder = runner.network(files, {
    ...shared,
    variant: `decode ${size}`,
    build: (options) => buildVaeDecoder(config, { ...options, size, batch: 1 }),
  });
  const makesMasks = (config.out_channels ?? 3) > 3;
  return {
    makesMasks,
    async encode({ data }) {
      const feeds = { image: { data, shape: [1, 3, size, size] } };
      return (await runner.run(encoder, feeds, ['latents'])).latents;
    },
    async decode(latents, shape) {
      const feeds = { latents: { data: latents, shape } };
      const { image } = await runner.run(decoder, feeds, ['image']);
      const picture = { width: size, height: size, channels: 3, data: image.data };
      const rgb = fromPlanar(picture, 'signed');
      if (!makesMasks) return rgb;
      const mask = image.data.subarray(3 * size ** 2).map((value) => (value + 1) / 2);
      return withAlpha(rgb, mask);
    },
  };
}
