import { expect, test } from 'vitest';
import { orbitCamera } from '../../core/camera/orbit.ts';
import { clipTensors } from '../../families/clip/graph.ts';
import { gslrmTensors } from '../../families/gslrm/graph.ts';
import { lgmTensors, type LgmConfig } from '../../families/lgm/graph.ts';
import { unetTensors } from '../../families/unet/graph.ts';
import { MemoryFolder } from '../../test/memory-folder.ts';
import { openPack } from '../load.ts';
import {
  asImportFiles,
  CLIP,
  exampleFiles,
  GSLRM,
  UNET,
  weightFile,
} from '../../test/example-checkpoint.ts';
import { planImport, type ImportChoices, type MattingDonor } from './plan.ts';
import { runImport } from './write/run.ts';
import { survey } from './survey.ts';

const donor: MattingDonor = {
  stage: {
    kind: 'unet',
    files: ['matting.safetensors'],
    config: { size: 64, channels: [8, 16], groups: 4 },
  },
  files: new Map([['matting.safetensors', new Blob(['abc'])]]),
};

const choices: ImportChoices = { id: 'lab', title: { en: 'Lab', ko: '연구실' } };

test('what else lies in the folders of a lab does not get in the way', async () => {
  const folder = new MemoryFolder();
  const libraries = Array.from({ length: 120 }, (_, i) => [
    `env/lib/${i}/LICENSE`,
    'x'.repeat(11_000),
  ]);
  const files = {
    ...exampleFiles(),
    ...Object.fromEntries(libraries),
    LICENSE: 'terms of the whole',
    'gslrm/LICENSE.txt': 'terms of the reconstructor',
    'outputs/metrics.json': '{"psnr": NaN}',
    'checkpoint-6000/scaler.pt': 'no weights',
  };
  const found = await survey(asImportFiles(files));
  expect(found.licences.map(({ path }) => path)).toEqual(['LICENSE', 'gslrm/LICENSE.txt']);
  for (const path of ['outputs/metrics.json', 'checkpoint-6000/scaler.pt'])
    expect(found.notes).toContainEqual({ code: 'not-needed', path });

  const { licence } = await runImport(planImport(found, choices, donor), folder);
  expect(licence.text).toContain('terms of the reconstructor');
  await expect(openPack(folder)).resolves.toBeDefined();

  // What a pack is made from is not passed over.
  const torn = { ...exampleFiles(), 'm5_cameras.json': '{"frames": NaN}' };
  await expect(survey(asImportFiles(torn))).rejects.toMatchObject({
    code: 'checkpoint-invalid',
    values: { file: 'm5_cameras.json' },
  });
});

const LGM: LgmConfig = {
  down_channels: [32, 64],
  down_attention: [false, true],
  mid_attention: true,
  up_channels: [64],
  up_attention: [true],
  image: 256,
};

test('of one kind the latest fine-tune is taken, of its variants the plain one', async () => {
  const gslrm = weightFile(gslrmTensors(GSLRM));
  const unet = 'pipeckpts/unet/diffusion_pytorch_model';
  const found = await survey(
    asImportFiles({
      ...exampleFiles(),
      [`${unet}.fp16.safetensors`]: weightFile(unetTensors(UNET), 'F16'),
      [`${unet}.non_ema.safetensors`]: weightFile(unetTensors(UNET)),
    }),
  );
  expect(found.networks.unet?.checkpoint.path).toBe(`${unet}.safetensors`);

  const alone = await survey(
    asImportFiles({
      'gslrm/ckpt_0000000000021125.safetensors': gslrm,
      'mouse_finetune/ckpt_0000000000009000.safetensors': gslrm,
      'mouse_finetune/ckpt_0000000000020000.safetensors': gslrm,
    }),
  );
  expect(alone.networks.reconstructor?.checkpoint.path).toBe(
    'mouse_finetune/ckpt_0000000000020000.safetensors',
  );
});

test('of two reconstructors the pack gets GS-LRM with its own cameras, and the other is named', async () => {
  const lgm = weightFile(lgmTensors(LGM));
  const both = await survey(
    asImportFiles({ 'g.safetensors': weightFile(gslrmTensors(GSLRM)), 'lgm.safetensors': lgm }),
  );
  expect(both.notes).toEqual([
    { code: 'not-used', path: 'lgm.safetensors' },
    { code: 'views-only', path: 'g.safetensors' },
  ]);
  const { manifest } = planImport(both, choices, donor);
  expect(manifest.stages.reconstruct).toMatchObject({ kind: 'gslrm', rig: 'facelift-e0' });
  expect(manifest.licence.name).not.toContain('LGM');

  const two = await survey(
    asImportFiles({ 'model_fp16.safetensors': lgm, 'model_fp16_fixrot.safetensors': lgm }),
  );
  expect(two.networks.reconstructor?.checkpoint.path).toBe('model_fp16_fixrot.safetensors');
});

const camera = (azimuthDeg: number, w: number, h = w) => {
  const { fx, fy, cx, cy, w2c } = orbitCamera(azimuthDeg, 15, 2.7, 50, w);
  return { w, h, fx, fy, cx, cy, w2c: [...w2c] };
};

const AZIMUTHS = [0, 60, 120, 180, 240, 300];

test.each([
  ['pictures that are not square', AZIMUTHS.map((azimuth) => camera(azimuth, 512, 384))],
  ['fewer cameras than views', [0, 90, 180, 270].map((azimuth) => camera(azimuth, 512))],
  ['more than a rig can have', Array.from({ length: 33 }, (_, i) => camera(i, 512))],
])('cameras of %s are refused by the name of their file', async (_, frames) => {
  const files = { ...exampleFiles(), 'm5_cameras.json': { frames } };
  await expect(survey(asImportFiles(files))).rejects.toMatchObject({
    code: 'cameras-unfit',
    values: { file: 'm5_cameras.json' },
  });
});

test('cameras of pictures of several sizes are brought to one', async () => {
  const frames = AZIMUTHS.map((azimuth, i) => camera(azimuth, i === 0 ? 512 : 1024));
  const same = AZIMUTHS.map((azimuth) => camera(azimuth, 512));
  const rigs = [];
  for (const each of [frames, same]) {
    const files = { ...exampleFiles(), 'm5_cameras.json': { frames: each } };
    rigs.push((await survey(asImportFiles(files))).rig);
  }
  expect(rigs[0]).toEqual(rigs[1]);
});

test('networks that were never one model are refused, each complete in itself', async () => {
  const narrow = { ...UNET, in_channels: 4 };
  const other = { ...CLIP, projection_dim: 24 };
  const cases = {
    channels: {
      'pipeckpts/unet/config.json': narrow,
      'pipeckpts/unet/diffusion_pytorch_model.safetensors': weightFile(unetTensors(narrow)),
    },
    labels: {
      'pipeckpts/image_encoder/config.json': other,
      'pipeckpts/image_encoder/model.safetensors': weightFile(clipTensors(other)),
    },
  };
  for (const [what, files] of Object.entries(cases))
    await expect(
      survey(asImportFiles({ ...exampleFiles(), ...files })),
      what,
    ).rejects.toMatchObject({
      code: 'weights-invalid',
      message: expect.stringContaining('do not belong together'),
    });
});

test('a UNet without class labels gets no image encoder', async () => {
  const plain = { ...UNET, class_embed_type: null };
  const found = await survey(
    asImportFiles({
      ...exampleFiles(),
      'pipeckpts/unet/config.json': plain,
      'pipeckpts/unet/diffusion_pytorch_model.safetensors': weightFile(unetTensors(plain)),
    }),
  );
  const { manifest, shards } = planImport(found, choices, donor);
  expect(manifest.stages.multiview?.imageEncoder).toBeUndefined();
  expect(shards.map(({ name }) => name)).not.toContain('clip.safetensors');
  expect(found.notes).toContainEqual({
    code: 'not-needed',
    path: 'pipeckpts/image_encoder/model.safetensors',
  });
});

test('tensors that the network has no place for are named', async () => {
  const adapted = new Map(unetTensors(UNET));
  adapted.set(
    'down_blocks.0.attentions.0.transformer_blocks.0.attn1.to_q_lora.down.weight',
    [4, 32],
  );
  const path = 'pipeckpts/unet/diffusion_pytorch_model.safetensors';
  const found = await survey(asImportFiles({ ...exampleFiles(), [path]: weightFile(adapted) }));
  expect(found.notes).toContainEqual({
    code: 'tensors-unused',
    path,
    reason: expect.stringContaining('to_q_lora'),
  });
  const whole = await survey(asImportFiles(exampleFiles()));
  expect(whole.notes.map(({ code }) => code)).not.toContain('tensors-unused');
});
