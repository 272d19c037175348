import { expect, test } from 'vitest';
import { MemoryFolder } from '../../test/memory-folder.ts';
import { openPack } from '../load.ts';
import { asImportFiles, exampleFiles } from './example.ts';
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
