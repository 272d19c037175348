import { beforeAll, describe, expect, test } from 'vitest';
import type { UnetConfig } from '../families/unet/graph.ts';
import { importedContext } from '../test/imported.ts';
import { readTinyModel } from '../test/tiny-model.ts';
import { wasmSessions } from '../test/wasm-sessions.ts';
import { relativeError } from '../core/relative-error.ts';
import { recordedError, recordedPart } from '../test/recorded-output.ts';
import { recordingOf } from '../test/recording.ts';
import { seededUniform } from '../test/seeded.ts';
import type { StageContext } from './context.ts';
import { configOf } from '../families/fields.ts';
import { multiviewModel } from '../families/index.ts';
import { denoiser } from '../families/unet/denoiser.ts';
import { crossAttentionInputs } from '../families/unet/cross-attention-inputs.ts';
import { photoStages } from '../packs/manifest.ts';
import { multiview } from './stages/multiview.ts';
import type { Views } from './types.ts';
import { reconstruct } from './stages/reconstruct.ts';
import { runnerOf } from './networks.ts';

/**
 * Compares an imported model with results that were recorded with diffusers and transformers
 * (models/parity/record_pipeline.py).
 */
const { config, io, files, subject, settings } = await readTinyModel(recordingOf);

/** The differences of the views from the recorded views [6, 3, height, width], in levels of 255. */
async function differencesOf({ images }: Pick<Views, 'images'>, name: string) {
  const planes = images.flatMap(({ data }) =>
    [0, 1, 2].flatMap((channel) => [...data.filter((_, i) => i % 4 === channel)]),
  );
  const recorded = await io(name);
  const kept = recordedPart(Float32Array.from(planes), recorded);
  expect(kept).toHaveLength(recorded.data.length);
  return kept.map((value, i) => Math.abs(value - recorded.data[i]));
}

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
    const differences = await differencesOf(views, 'views');
    expect(Math.max(...differences)).toBeLessThanOrEqual(1);
    const off = differences.filter((difference) => difference > 0);
    expect(off.length / differences.length).toBeLessThan(0.001);

    const cloud = await reconstruct(views, { filters: 'none' }, context);
    for (const [name, ours] of [
      ['xyz', cloud.xyz],
      ['sh_dc', cloud.shDc],
      ['log_scale', cloud.logScale],
      ['rotation', cloud.rotation],
      ['opacity_logit', cloud.opacityLogit],
    ] as const)
      // A value of a view's pixel may differ by 1 of 255.
      expect(recordedError(ours, await io(name)), name).toBeLessThan(2e-3);
  });

  test('views without noise per step (η = 0)', async () => {
    const still = { ...settings, eta: 0 };
    const views = await multiview({ subject: subject(), skeleton: null, settings: still }, context);
    expect(Math.max(...(await differencesOf(views, 'views_eta0')))).toBeLessThanOrEqual(1);
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
