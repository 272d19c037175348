import { describe, expect, it } from 'vitest';
import { runGraph } from '../../test/graph-session.ts';
import { relativeError } from '../../core/relative-error.ts';
import { readRecording } from '../../test/recording.ts';
import {
  buildVaeDecoder,
  buildVaeEncoder,
  vaeFactor,
  vaeTensors,
  type VaeConfig,
} from './graph.ts';

/** Stable Diffusion's autoencoder. FaceLift uses it unchanged. */
const OFFICIAL: VaeConfig = {
  block_out_channels: [128, 256, 512, 512],
  layers_per_block: 2,
  latent_channels: 4,
  norm_num_groups: 32,
  scaling_factor: 0.18215,
};

describe('VAE', () => {
  it('needs the official number of parameters', () => {
    const counts: Record<string, number> = {};
    for (const [name, shape] of vaeTensors(OFFICIAL)) {
      const module = name.split('.')[0];
      counts[module] = (counts[module] ?? 0) + shape.reduce((a, b) => a * b, 1);
    }
    expect(counts).toEqual({
      encoder: 34_163_592,
      decoder: 49_490_179,
      quant_conv: 72,
      post_quant_conv: 20,
    });
    expect(vaeFactor(OFFICIAL)).toBe(8);
  });

  it('needs every tensor that diffusers saved, and no other', async () => {
    const { config, index } = await readRecording<VaeConfig>('vae_tiny');
    const saved = [...index.tensors].filter(([name]) => !name.startsWith('io.'));
    const expected = Object.fromEntries(saved.map(([name, { shape }]) => [name, [...shape]]));
    expect(Object.fromEntries(vaeTensors(config))).toEqual(expected);
  });

  // onnxruntime's CPU backend computes f16 in float32. Therefore the f16 row checks only types.
  it.each([
    ['f32', 1e-4],
    ['f16', 1e-2],
  ] as const)('encodes and decodes as diffusers does: %s', async (compute, limit) => {
    const { config, index, files, io } = await readRecording<VaeConfig>('vae_tiny');
    const options = { weights: index, compute, batch: 2, size: 32 };
    const [image, latents, decoded] = await Promise.all(['image', 'latents', 'decoded'].map(io));

    const encoded = (await runGraph(buildVaeEncoder(config, options), files, { image })).latents;
    expect(encoded.shape).toEqual(latents.shape);
    expect(relativeError(encoded.data, latents.data)).toBeLessThan(limit);

    const out = (await runGraph(buildVaeDecoder(config, options), files, { latents })).image;
    expect(out.shape).toEqual(decoded.shape);
    expect(relativeError(out.data, decoded.data)).toBeLessThan(limit);
  });

  it('decodes a fourth plane, the mask, if the config has four output channels', async () => {
    const { config, index, files, io } = await readRecording<VaeConfig>('vae_tiny_mask');
    const [latents, decoded] = await Promise.all(['latents', 'decoded'].map(io));
    const options = { weights: index, compute: 'f32', batch: 2, size: 16 } as const;
    const { image } = await runGraph(buildVaeDecoder(config, options), files, { latents });
    expect(image.shape).toEqual([2, 4, 16, 16]);
    expect(image.shape).toEqual(decoded.shape);
    expect(relativeError(image.data, decoded.data)).toBeLessThan(1e-4);
  });
});
