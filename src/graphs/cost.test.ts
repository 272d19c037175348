import { describe, expect, it } from 'vitest';
import gslrm from '../../models/parity/full/gslrm.json';
import unet from '../../models/parity/full/unet.json';
import vae from '../../models/parity/full/vae.json';
import { buildClip, clipTensors, type ClipConfig } from '../families/clip/graph.ts';
import { networkCost, type NetworkCost, type Precision, type Storage } from './cost.ts';
import { buildGslrm, gslrmTensors } from '../families/gslrm/graph.ts';
import { buildLgm, lgmTensors, type LgmConfig } from '../families/lgm/graph.ts';
import type { AttentionKind } from '../families/unet/attention.ts';
import type { Compute } from './builder.ts';
import { buildUnet, unetTensors } from '../families/unet/graph.ts';
import { buildUnetContext } from '../families/unet/context.ts';
import { buildVaeDecoder, buildVaeEncoder, vaeTensors } from '../families/vae/graph.ts';

const VIT_H: ClipConfig = {
  hidden_size: 1280,
  num_hidden_layers: 32,
  num_attention_heads: 16,
  intermediate_size: 5120,
  patch_size: 14,
  image_size: 224,
  projection_dim: 1024,
  hidden_act: 'gelu',
};

const LGM_BIG: LgmConfig = {
  down_channels: [64, 128, 256, 512, 1024, 1024],
  down_attention: [false, false, false, true, true, true],
  mid_attention: true,
  up_channels: [1024, 1024, 512, 256, 128],
  up_attention: [true, true, true, false, false],
  image: 256,
};

const step = (kind: AttentionKind, halves: 1 | 2, precision: Precision = {}) =>
  networkCost(
    unetTensors(unet),
    (options) => buildUnet({ ...unet, mv_attention: kind }, { ...options, halves, tokens: 77 }),
    precision,
  );

const reconstruction = (views: number, precision: Precision = {}) =>
  networkCost(
    gslrmTensors(gslrm),
    (options) => buildGslrm(gslrm, { ...options, views }),
    precision,
  );

const autoencoder = (build: typeof buildVaeEncoder, precision: Precision = {}) =>
  networkCost(vaeTensors(vae), (options) => build(vae, { ...options, size: 512 }), precision);

/** Whether `actual` differs by less than this fraction from a count that was made with another tool. */
const near = (actual: number, expected: number, tolerance = 0.03) =>
  expect(Math.abs(actual / expected - 1), `${actual} for ${expected}`).toBeLessThan(tolerance);

describe('the cost of the official networks', () => {
  it('has the exact parameters and weight bytes', () => {
    const cases: [NetworkCost, number][] = [
      [step('sparse', 2), 870_184_644],
      [reconstruction(6), 303_565_824],
      [autoencoder(buildVaeEncoder), 34_163_592 + 72],
      [autoencoder(buildVaeDecoder), 49_490_179 + 20],
      [networkCost(clipTensors(VIT_H), (options) => buildClip(VIT_H, options)), 632_076_800],
      [networkCost(lgmTensors(LGM_BIG), (options) => buildLgm(LGM_BIG, options)), 415_042_848],
    ];
    for (const [cost, parameters] of cases) {
      expect(cost.parameters).toBe(parameters);
      expect(cost.weightBytes).toBe(2 * parameters);
    }
  });

  it('has the operations that were counted on the real modules', () => {
    near(step('sparse', 2).flops, 11.12e12);
    near(step('plain', 2).flops, 9.65e12);
    near(step('dense', 2).flops, 17.0e12);
    near(step('sparse', 1).flops, 11.12e12 / 2);
    near(autoencoder(buildVaeEncoder).flops, 1.117e12);
    near(autoencoder(buildVaeDecoder).flops, 2.515e12);
    near(reconstruction(6).flops, 74.3e12);
    near(reconstruction(4).flops, 36.3e12);
    near(networkCost(clipTensors(VIT_H), (o) => buildClip(VIT_H, o)).flops, 0.335e12, 0.05);
    near(networkCost(lgmTensors(LGM_BIG), (o) => buildLgm(LGM_BIG, o)).flops, 1.78e12);
  });

  it("has the exact operations of the embeddings' keys and values", () => {
    const context = networkCost(unetTensors(unet), (options) =>
      buildUnetContext(unet, { ...options, halves: 2, tokens: 77 }),
    );
    expect(context.flops).toBe(2 * 12 * 77 * 1024 * 2 * 12_480);
    const without = networkCost(unetTensors(unet), (options) =>
      buildUnet(unet, { ...options, halves: 2, tokens: 77, cachedContext: true }),
    );
    expect(step('sparse', 2).flops - without.flops).toBe(context.flops);
  });

  it('has the bytes of a session, which depend on storage and compute type', () => {
    const residentBytes = (storage: Storage, compute: Compute) =>
      step('sparse', 1, { storage, compute }).residentBytes;
    near(residentBytes('f16', 'f16'), 1.74e9, 0.001);
    // The casts are computed in advance, so 1.74 GB in the file become 3.48 GB in memory.
    near(residentBytes('f16', 'f32'), 3.481e9, 0.001);
    near(residentBytes('int8', 'f32'), 0.873e9, 0.001);
    near(residentBytes('int8x2', 'f32'), 1.744e9, 0.001);
  });

  it('has the bytes of the largest tensor', () => {
    // The largest tensors are half of GEGLU's hidden map, [12, 4096, 1280], a decoder's map, [256, 512, 512],
    // and GS-LRM's hidden map, [24578, 4096].
    expect(step('sparse', 2).largestBytes).toBe(12 * 4096 * 1280 * 2);
    expect(step('sparse', 1).largestBytes).toBe(6 * 4096 * 1280 * 2);
    expect(autoencoder(buildVaeDecoder).largestBytes).toBe(256 * 512 * 512 * 2);
    expect(reconstruction(6).largestBytes).toBe(24_578 * 4096 * 2);
    // At small sizes the largest tensor is the weight of a convolution from 2560 to 1280 channels.
    const small = networkCost(unetTensors(unet), (options) =>
      buildUnet(unet, { ...options, tokens: 77, size: 8 }),
    );
    expect(small.largestBytes).toBe(1280 * 2560 * 9 * 2);
  });

  it('has half the intermediate results for one half of guidance, and for half precision', () => {
    const whole = step('sparse', 2).activationBytes;
    expect(step('sparse', 1).activationBytes).toBe(whole / 2);
    const single = step('sparse', 2, { storage: 'f32', compute: 'f32' }).activationBytes;
    near(single / whole, 2, 0.05);
    // It is more than the skips need, and less than about 1 GB, the peak of a real run with layout copies.
    const skips = 12 * (4096 * 960 + 1024 * 1600 + 256 * 3200 + 64 * 3840) * 2;
    expect(whole).toBeGreaterThan(skips);
    expect(whole).toBeLessThan(1e9);
    const gaussians = reconstruction(6).activationBytes;
    // It is at least the float32 residual stream and the hidden map.
    expect(gaussians).toBeGreaterThan(24_578 * (1024 * 4 + 4096 * 2));
    expect(gaussians).toBeLessThan(0.8e9);
  });
});
