import { beforeAll, describe, expect, test } from 'vitest';
import type { UnetConfig } from '../families/unet/graph.ts';
import { importedContext } from '../test/imported.ts';
import { readTinyModel } from '../test/tiny-model.ts';
import { wasmSessions } from '../test/wasm-sessions.ts';
import { relativeError } from '../core/relative-error.ts';
import { recordingOf } from '../test/recording.ts';
import { seededUniform } from '../test/seeded.ts';
import type { StageContext } from './context.ts';
import { configOf } from '../families/fields.ts';
import { multiviewModel } from '../families/index.ts';
import { denoiser } from '../families/unet/denoiser.ts';
import { crossAttentionInputs } from '../families/unet/cross-attention-inputs.ts';
import { photoStages } from '../packs/manifest.ts';
import { multiview } from './stages/multiview.ts';
import { reconstruct } from './stages/reconstruct.ts';
import { runnerOf } from './networks.ts';

/**
 * Compares an imported model with results that were recorded with diffusers and transformers
 * (models/parity/record_pipeline.py).
 */
const { config, io, files, subject, settings } = await readTinyModel(recordingOf);

describe('an imported model computes what diffusers and transformers compute', () => {
  let context: StageContext;

  beforeAll(async () => {
    context = await importedContext(files, wasmSessions());
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
    const [values] = await context.runtime.sessions.read(label ? [label] : []);
    expect(relativeError(values.data, data)).toBeLessThan(1e-5);
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
    const runner = runnerOf(context);
    const upload = (name: string, ...shape: number[]) =>
      runner.upload({
        shape,
        data: seededUniform(
          name,
          shape.reduce((a, b) => a * b),
        ),
      });
    const condition = {
      image: await upload('image', 1, 4, size, size),
      maps: null,
      label: await upload('label', 1, 64),
    };
    const latents = await upload('latents', 6, 4, size, size);
    const stage = photoStages(context.pack.manifest).multiview;
    const { files } = stage.unet;
    const unet = { files, config: configOf<UnetConfig>(stage.unet.config) };
    const results: Float32Array[] = [];
    for (const [split, cached] of [
      [false, true],
      [true, true],
      [false, false],
    ]) {
      const embeds = await crossAttentionInputs(unet, stage.viewEmbeds, cached, runner);
      const denoise = denoiser(unet, condition, embeds, { guided: true, split }, runner);
      const { v, v_without } = await denoise(latents, 501);
      const halves = await runner.read(v_without ? [v, v_without] : []);
      results.push(Float32Array.from(halves.flatMap(({ data }) => [...data])));
      embeds.release();
    }
    expect(results[0]).toHaveLength(2 * 6 * 4 * size * size);
    expect(relativeError(results[1], results[0])).toBeLessThan(1e-6);
    expect(relativeError(results[2], results[0])).toBeLessThan(1e-6);
  });
});
