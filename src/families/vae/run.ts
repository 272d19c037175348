import type { NdArray, PlanarImage, RgbaImage } from '../../core/image/image.ts';
import { fromPlanar, withAlpha } from '../../core/image/pixels.ts';
import type { NetworkRunner } from '../runner.ts';
import { buildVaeDecoder, buildVaeEncoder, type VaeConfig } from './graph.ts';

/** Channels at full size. An autoencoder with fewer channels cannot keep a GPU busy. Stable Diffusion's has 128. */
const SMALL_WIDTH = 64;

/** An autoencoder that is ready to run. */
export interface Autoencoder {
  /** Whether the decoder also paints a mask. */
  makesMasks: boolean;
  /** A picture with values in −1…1 → latents [1, L, s, s]. */
  encode(picture: PlanarImage): Promise<NdArray>;
  /** Latents → a picture on white. Its alpha channel is the mask if the decoder paints masks, otherwise 255. */
  decode(latents: Float32Array, shape: readonly number[]): Promise<RgbaImage>;
}

/**
 * Prepares encoder and decoder. Both take one picture at a time, because the decoder needs the most memory.
 * @param size width and height of a view, pixels
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
