import type { NdArray, PlanarImage, RgbaImage } from '../../core/image/image.ts';
import { fromPlanar, withAlpha } from '../../core/image/pixels.ts';
import type { Runner } from '../runner.ts';
import { buildVaeDecoder, buildVaeEncoder, type VaeConfig } from './graph.ts';

/** A full autoencoder has 128 channels at full size. Narrower ones leave a GPU idle. */
const SMALL_WIDTH = 64;

export interface Autoencoder {
  /** Whether the decoder also draws a mask. */
  drawsMasks: boolean;
  /** A picture in −1…1 → latents [1, L, s, s]. */
  encode(picture: PlanarImage): Promise<NdArray>;
  /** Latents → a picture on white. Its alpha is the mask if the decoder draws one, else 255. */
  decode(latents: Float32Array, shape: readonly number[]): Promise<RgbaImage>;
}

/**
 * Encoder and decoder, one picture at a time: decoding is where memory peaks.
 * @param size pixels across a view
 */
export function openVae(
  { files, config }: { files: readonly string[]; config: VaeConfig },
  size: number,
  runner: Runner,
): Autoencoder {
  // Stable Diffusion's overflows in half precision.
  const how = { small: config.block_out_channels[0] < SMALL_WIDTH, single: true };
  const encoder = runner.network(files, {
    ...how,
    variant: `encode ${size}`,
    build: (options) => buildVaeEncoder(config, { ...options, size, batch: 1 }),
  });
  const decoder = runner.network(files, {
    ...how,
    variant: `decode ${size}`,
    build: (options) => buildVaeDecoder(config, { ...options, size, batch: 1 }),
  });
  const drawsMasks = (config.out_channels ?? 3) > 3;
  return {
    drawsMasks,
    async encode({ data }) {
      const feeds = { image: { data, shape: [1, 3, size, size] } };
      return (await runner.run(encoder, feeds, ['latents'])).latents;
    },
    async decode(latents, shape) {
      const feeds = { latents: { data: latents, shape } };
      const { image } = await runner.run(decoder, feeds, ['image']);
      const picture = { width: size, height: size, channels: 3, data: image.data };
      const drawn = fromPlanar(picture, 'signed');
      if (!drawsMasks) return drawn;
      const mask = image.data.subarray(3 * size ** 2).map((value) => (value + 1) / 2);
      return withAlpha(drawn, mask);
    },
  };
}
