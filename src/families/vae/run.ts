import type { PlanarImage, RgbaImage } from '../../core/image/image.ts';
import { fromPlanar, withAlpha } from '../../core/image/pixels.ts';
import type { DeviceTensor, Network, NetworkRunner } from '../runner.ts';
import { buildVaeDecoder, buildVaeEncoder, type VaeConfig } from './graph.ts';

/** Channels at full size. An autoencoder with fewer channels cannot keep a GPU busy. Stable Diffusion's has 128. */
const SMALL_WIDTH = 64;

interface Chosen {
  tensor: number;
  row: number;
}

/** An autoencoder that is ready to run. */
export interface Autoencoder {
  /** Encoder, and decoder for the latents of `among` views. */
  coders(among: number): Network[];
  /** Whether the decoder also paints a mask. */
  makesMasks: boolean;
  /** A picture with values in −1…1 → latents [1, L, s, s] on the device. The caller frees them. */
  encode(picture: PlanarImage): Promise<DeviceTensor>;
  /**
   * Latents → pictures on white, in the order of `chosen`. Their alpha channel is the mask if the decoder paints
   * masks, otherwise 255. All pictures are read from the device in one transfer.
   * @param latents tensors [V, L, s, s]
   * @param chosen which latents to decode: the position of the tensor, and the row in it
   * @param onPicture called and awaited after each picture
   */
  decode(
    latents: readonly DeviceTensor[],
    chosen: readonly Chosen[],
    onPicture: () => Promise<void>,
  ): Promise<RgbaImage[]>;
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
    name: 'encoder',
    variant: `encode ${size}`,
    build: (options) => buildVaeEncoder(config, { ...options, size, batch: 1 }),
  });
  const decoder = (among: number) =>
    runner.network(files, {
      ...shared,
      name: 'decoder',
      variant: `decode ${size} of ${among}`,
      build: (options) => buildVaeDecoder(config, { ...options, size, among }),
    });
  const makesMasks = (config.out_channels ?? 3) > 3;
  const pictureOf = (data: Float32Array<ArrayBuffer>): RgbaImage => {
    const rgb = fromPlanar({ width: size, height: size, channels: 3, data }, 'signed');
    if (!makesMasks) return rgb;
    const mask = data.subarray(3 * size ** 2).map((value) => (value + 1) / 2);
    return withAlpha(rgb, mask);
  };
  return {
    coders: (among) => [encoder, decoder(among)],
    makesMasks,
    async encode({ data }) {
      const feeds = { image: { data, shape: [1, 3, size, size] } };
      if (!shared.small) return (await runner.runOnDevice(encoder, feeds, ['latents'])).latents;
      // The denoiser takes the latents in every step, so they are copied to its device once.
      return runner.upload((await runner.run(encoder, feeds, ['latents'])).latents);
    },
    async decode(latents, chosen, onPicture) {
      // A small autoencoder runs on the CPU. It gets all latents there in one transfer.
      const given = shared.small ? await runner.read(latents) : latents;
      const planes: DeviceTensor[] = [];
      try {
        for (const { tensor, row } of chosen) {
          const feeds = {
            latents: given[tensor],
            index: { data: BigInt64Array.of(BigInt(row)), shape: [1] },
          };
          const network = decoder(latents[tensor].shape[0]);
          planes.push((await runner.runOnDevice(network, feeds, ['image'])).image);
          await onPicture();
        }
        return (await runner.read(planes)).map(({ data }) => pictureOf(data));
      } finally {
        runner.free(planes);
      }
    },
  };
}
