import clipConfig from '../../../models/parity/full/clip.json';
import gslrmConfig from '../../../models/parity/full/gslrm.json';
import unetConfig from '../../../models/parity/full/unet.json';
import vaeConfig from '../../../models/parity/full/vae.json';
import { buildClip, clipTensors, type ClipConfig } from '../../../src/families/clip/graph.ts';
import { buildGslrm, gslrmTensors, type GslrmConfig } from '../../../src/families/gslrm/graph.ts';
import type { Feed } from '../../../src/families/runner.ts';
import { buildUnet, unetTensors, type UnetConfig } from '../../../src/families/unet/graph.ts';
import { buildVaeDecoder, buildVaeEncoder, vaeTensors } from '../../../src/families/vae/graph.ts';
import type { BuiltGraph, GraphOptions } from '../../../src/graphs/builder.ts';
import type { TensorList } from '../../../src/graphs/weights.ts';
import { uniform } from './random.ts';
import small from './small.json';

/** A network at one size, with random inputs. */
export interface SizedNetwork {
  tensors: TensorList;
  build: (options: GraphOptions) => BuiltGraph;
  feeds: Readonly<Record<string, Feed>>;
  outputs: readonly string[];
}

const feed = (shape: readonly number[], scale = 1.7): Feed => ({
  shape,
  data: uniform(
    shape.reduce((a, b) => a * b, 1),
    shape.length,
    scale,
  ),
});

/**
 * One step of the denoiser.
 * @param changes of FaceLift's config
 * @param halves 2: with guidance, in one batch
 */
export function sizedUnet(changes: Partial<UnetConfig>, halves: 1 | 2): SizedNetwork {
  const config: UnetConfig = { ...unetConfig, ...changes, mv_attention: 'sparse' };
  const { sample_size: size, in_channels: channels, cross_attention_dim: width } = config;
  const views = 6 * halves;
  return {
    tensors: unetTensors(config),
    build: (options) => buildUnet(config, { ...options, halves, tokens: 77, sharedContext: true }),
    feeds: {
      sample: feed([views, channels, size, size]),
      timestep: { shape: [1], data: Float32Array.of(501) },
      encoder_hidden_states: feed([6, 77, width]),
      class_labels: feed([views, config.projection_class_embeddings_input_dim ?? 0]),
    },
    outputs: ['v'],
  };
}

function vae(reduced: boolean, part: 'encoder' | 'decoder'): SizedNetwork {
  const config = { ...vaeConfig, ...(reduced ? small.vae : {}) };
  const size = reduced ? small.image : 512;
  const side = size / 2 ** (config.block_out_channels.length - 1);
  const build = part === 'encoder' ? buildVaeEncoder : buildVaeDecoder;
  return {
    tensors: vaeTensors(config),
    build: (options) => build(config, { ...options, size }),
    feeds:
      part === 'encoder'
        ? { image: feed([1, 3, size, size], 1) }
        : { latents: feed([1, config.latent_channels, side, side]) },
    outputs: [part === 'encoder' ? 'latents' : 'image'],
  };
}

function clip(reduced: boolean): SizedNetwork {
  const config: ClipConfig = { ...clipConfig, ...(reduced ? small.clip : {}), hidden_act: 'gelu' };
  const size = config.image_size;
  return {
    tensors: clipTensors(config),
    build: (options) => buildClip(config, options),
    feeds: { image: feed([1, 3, size, size]) },
    outputs: ['image_embeds'],
  };
}

/**
 * One pass of the reconstructor.
 * @param changes of GS-LRM's config
 */
export function sizedGslrm(changes: Partial<GslrmConfig>): SizedNetwork {
  const config: GslrmConfig = { ...gslrmConfig, ...changes };
  const { views, image: size } = config;
  const image = feed([views, 3, size, size], 0.5);
  return {
    tensors: gslrmTensors(config),
    build: (options) => buildGslrm(config, options),
    feeds: {
      image: { ...image, data: (image.data as Float32Array).map((value) => value + 0.5) },
      rays: feed([views, 6, size, size]),
    },
    outputs: ['raw'],
  };
}

/** FaceLift's networks, by the names of the pieces. `reduced`: small ones of the same kinds. */
export const OFFICIAL: Readonly<Record<string, (reduced: boolean) => SizedNetwork>> = {
  'unet-guided': (reduced) => sizedUnet(reduced ? small.unet : {}, 2),
  unet: (reduced) => sizedUnet(reduced ? small.unet : {}, 1),
  'vae-encoder': (reduced) => vae(reduced, 'encoder'),
  'vae-decoder': (reduced) => vae(reduced, 'decoder'),
  clip,
  gslrm: (reduced) => sizedGslrm(reduced ? small.gslrm : {}),
};
