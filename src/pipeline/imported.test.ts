import { beforeAll, describe, expect, test } from 'vitest';
import { clipTensors, type ClipConfig } from '../families/clip/graph.ts';
import { gslrmTensors, type GslrmConfig } from '../families/gslrm/graph.ts';
import { unetTensors, type UnetConfig } from '../families/unet/graph.ts';
import { vaeTensors, type VaeConfig } from '../families/vae/graph.ts';
import { importedContext, seededFile } from '../test/imported.ts';
import { relativeError } from '../core/relative-error.ts';
import { readRecording } from '../test/recording.ts';
import { seededUniform, seededWords } from '../test/seeded.ts';
import { writeSafetensors } from '../test/write-safetensors.ts';
import type { StageContext } from './context.ts';
import { configOf } from '../families/fields.ts';
import { multiviewModel } from '../families/index.ts';
import { denoiser } from '../families/unet/denoiser.ts';
import { crossAttentionInputs } from '../families/unet/cross-attention-inputs.ts';
import { photoStages } from '../packs/manifest.ts';
import { multiview } from './stages/multiview.ts';
import { reconstruct } from './stages/reconstruct.ts';
import type { Subject } from './types.ts';
import { runnerOf } from './networks.ts';

/**
 * FaceLift's networks at a thousandth of their size, from a subject to Gaussians. The checkpoint's files are
 * imported and run. The expected results were recorded with diffusers and transformers
 * (models/parity/record_pipeline.py).
 */
interface Recorded {
  unet: UnetConfig;
  vae: VaeConfig;
  clip: ClipConfig;
  gslrm: GslrmConfig;
  scheduler: object;
  steps: number;
  guidance: number;
  seed: number;
  size: number;
}

const { config, io } = await readRecording<Recorded>('pipeline_tiny');
const settings = { seed: config.seed, steps: config.steps, guidance: config.guidance };

const embeds = { shape: [6, 77, 48], data: seededUniform('view_embeds', 6 * 77 * 48) };

const files = {
  'unet/config.json': config.unet,
  'unet/diffusion_pytorch_model.safetensors': seededFile(unetTensors(config.unet)),
  'vae/config.json': config.vae,
  'vae/diffusion_pytorch_model.safetensors': seededFile(vaeTensors(config.vae)),
  'image_encoder/config.json': config.clip,
  'image_encoder/model.safetensors': seededFile(clipTensors(config.clip)),
  'scheduler/scheduler_config.json': config.scheduler,
  'clr_embeds.safetensors': writeSafetensors(new Map([['tensor', embeds]])),
  'gslrm.safetensors': seededFile(gslrmTensors(config.gslrm)),
};

function subject(): Subject {
  const word = seededWords('subject');
  const { size } = config;
  const data = new Uint8ClampedArray(4 * size * size).fill(255);
  for (let i = 0; i < 3 * size * size; i++) data[4 * Math.floor(i / 3) + (i % 3)] = word(i) >>> 24;
  const placement = { scale: 1, offsetX: 0, offsetY: 0 };
  const image = { width: size, height: size, data };
  return { image, cutout: image, placement, frame: null };
}

describe('an imported model computes what diffusers and transformers compute', () => {
  let context: StageContext;

  beforeAll(async () => {
    context = await importedContext(files);
    // The recording drew its noise on a CPU.
    const stage = context.pack.manifest.stages.multiview;
    if (stage) stage.noise = 'torch-cpu';
  });

  test('class label: CLIP embedding and sinusoid', async () => {
    const { rig } = context.pack.manifest;
    const stage = photoStages(context.pack.manifest).multiview;
    const model = multiviewModel.open(stage, rig, runnerOf(context));
    const label = await model.label(subject().image);
    const { data } = await io('label');
    expect(relativeError(label ?? new Float32Array(), data)).toBeLessThan(1e-5);
  });

  test('views, to one 255th, and Gaussians', async () => {
    const views = await multiview({ subject: subject(), skeleton: null, settings }, context);
    const { data } = await io('views');
    const plane = config.size ** 2;
    let [worst, off] = [0, 0];
    views.images.forEach((image, view) => {
      for (let i = 0; i < 3 * plane; i++) {
        const ours = image.data[4 * (i % plane) + Math.floor(i / plane)];
        const difference = Math.abs(ours - data[3 * plane * view + i]);
        worst = Math.max(worst, difference);
        off += difference > 0 ? 1 : 0;
      }
    });
    expect(worst).toBeLessThanOrEqual(1);
    expect(off / data.length).toBeLessThan(0.001);

    const cloud = await reconstruct(views, { filters: 'none' }, context);
    const pick = (from: Float32Array, width: number) => {
      const rows = Math.ceil(cloud.count / 97);
      return Float32Array.from({ length: rows * width }, (_, i) => {
        const row = Math.floor(i / width);
        return from[97 * width * row + (i % width)];
      });
    };
    for (const [name, ours, width] of [
      ['xyz', cloud.xyz, 3],
      ['sh_dc', cloud.shDc, 3],
      ['log_scale', cloud.logScale, 3],
      ['rotation', cloud.rotation, 4],
      ['opacity_logit', cloud.opacityLogit, 1],
    ] as const)
      // A value of a view's pixel may differ by 1 of 255.
      expect(relativeError(pick(ours, width), (await io(name)).data), name).toBeLessThan(2e-3);
  });

  test('views without noise per step (η = 0)', async () => {
    const still = { ...settings, eta: 0 };
    const views = await multiview({ subject: subject(), skeleton: null, settings: still }, context);
    const { data } = await io('views_eta0');
    const side = config.size / 4;
    let worst = 0;
    for (let i = 0; i < data.length; i++) {
      const [x, y] = [4 * (i % side), 4 * (Math.floor(i / side) % side)];
      const [channel, view] = [Math.floor(i / side ** 2) % 3, Math.floor(i / side ** 2 / 3)];
      const ours = views.images[view].data[4 * (y * config.size + x) + channel];
      worst = Math.max(worst, Math.abs(ours - data[i]));
    }
    expect(worst).toBeLessThanOrEqual(1);
    expect(data).toHaveLength(6 * 3 * side ** 2);
  });

  test('the two halves of guidance give the same result one after the other as in one batch', async () => {
    const size = config.unet.sample_size;
    const image = { shape: [1, 4, size, size], data: seededUniform('image', 4 * size * size) };
    const condition = { image, maps: null, label: seededUniform('label', 64) };
    const latents = seededUniform('latents', 6 * 4 * size * size);
    const runner = runnerOf(context);
    const stage = photoStages(context.pack.manifest).multiview;
    const { files } = stage.unet;
    const unet = { files, config: configOf<UnetConfig>(stage.unet.config) };
    const results = [];
    for (const [split, cached] of [
      [false, true],
      [true, true],
      [false, false],
    ]) {
      const embeds = await crossAttentionInputs(unet, stage.viewEmbeds, cached, runner);
      const denoise = denoiser(unet, condition, embeds, { scale: 3, split }, runner);
      results.push(await denoise(latents, 501));
      embeds.release();
    }
    expect(relativeError(results[1], results[0])).toBeLessThan(1e-6);
    expect(relativeError(results[2], results[0])).toBeLessThan(1e-6);
  });
});
