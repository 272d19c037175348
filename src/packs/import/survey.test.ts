import { expect, test } from 'vitest';
import { gslrmTensors } from '../../graphs/gslrm.ts';
import { lgmTensors, type LgmConfig } from '../../graphs/lgm.ts';
import { unetTensors } from '../../graphs/unet.ts';
import { MemoryFolder } from '../../test/memory-folder.ts';
import { openPack } from '../load.ts';
import { asImportFiles, exampleFiles, GSLRM, UNET, weightFile } from './example.ts';
import { planImport, type ImportChoices, type MattingDonor } from './plan.ts';
import { runImport } from './run.ts';
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
  expect(found.networks.unet?.part.path).toBe(`${unet}.safetensors`);

  const alone = await survey(
    asImportFiles({
      'gslrm/ckpt_0000000000021125.safetensors': gslrm,
      'mouse_finetune/ckpt_0000000000009000.safetensors': gslrm,
      'mouse_finetune/ckpt_0000000000020000.safetensors': gslrm,
    }),
  );
  expect(alone.networks.gslrm?.part.path).toBe('mouse_finetune/ckpt_0000000000020000.safetensors');
});

test('of two reconstructors the pack gets GS-LRM with its own cameras, and the other is named', async () => {
  const lgm = weightFile(lgmTensors(LGM));
  const both = await survey(
    asImportFiles({ 'g.safetensors': weightFile(gslrmTensors(GSLRM)), 'lgm.safetensors': lgm }),
  );
  expect(both.notes).toEqual([{ code: 'not-used', path: 'lgm.safetensors' }]);
  const { manifest } = planImport(both, choices, donor);
  expect(manifest.stages.reconstruct).toMatchObject({ kind: 'gslrm', rig: 'facelift-e0' });
  expect(manifest.licence.name).not.toContain('LGM');

  const two = await survey(
    asImportFiles({ 'model_fp16.safetensors': lgm, 'model_fp16_fixrot.safetensors': lgm }),
  );
  expect(two.networks.lgm?.part.path).toBe('model_fp16_fixrot.safetensors');
});
