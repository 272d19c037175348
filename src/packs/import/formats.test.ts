import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { asImportFiles, exampleFiles, UNET } from '../../test/example-checkpoint.ts';
import { CHOICES, DONOR } from '../../test/example-import.ts';
import { formatsTable } from '../../test/docs/formats-table.ts';
import { MemoryFolder } from '../../test/memory-folder.ts';
import { IGNORED, READ } from '../../test/checkpoints/read.ts';
import { REFUSED } from '../../test/checkpoints/refused.ts';
import { gslrmDict } from '../../test/checkpoints/weights-of.ts';
import { torchFile } from '../../test/checkpoints/write-torch.ts';
import { readIndex, readTensor } from '../safetensors.ts';
import { planImport } from './plan.ts';
import { survey } from './survey.ts';
import { runImport } from './write/run.ts';

describe('a checkpoint is read', () => {
  it.each(READ)('$what', async ({ contents }) => {
    for (const make of contents) {
      const found = await survey(asImportFiles(make()));
      expect(found.missing).toEqual([]);
      const folder = new MemoryFolder();
      await runImport(planImport(found, { ...CHOICES, type: 'F32' }, DONOR), folder);
      if (found.networks.unet) continue;
      const bytes = folder.files.get('gslrm.safetensors') as Uint8Array<ArrayBuffer>;
      const index = await readIndex(bytes, 'gslrm.safetensors');
      expect([...index.tensors.keys()].sort()).toEqual(Object.keys(gslrmDict()).sort());
      for (const name of index.tensors.keys())
        for (const value of await readTensor(bytes, index, name)) expect(value).toBe(0.125);
    }
  });
});

describe('a file beside a checkpoint is ignored', () => {
  it.each(IGNORED)('$what', async ({ contents }) => {
    for (const make of contents) {
      const extra = make();
      const found = await survey(asImportFiles({ 'gslrm.pt': torchFile(gslrmDict()), ...extra }));
      expect(found.missing).toEqual([]);
      const [path] = Object.keys(extra);
      expect(found.notes).toContainEqual({ code: 'not-needed', path });
    }
  });
});

describe('docs/formats.md', () => {
  // A first cell can list several kinds of files.
  const rows = formatsTable('Checkpoints', '\n## ').flatMap(([kinds, treatment]) =>
    kinds.split(' · ').map((what) => [what, treatment]),
  );

  it('lists all these files, and no others', () => {
    const expected = [
      ...READ.map(({ what }) => [what, 'read']),
      ...IGNORED.map(({ what }) => [what, 'ignored']),
      ...REFUSED.map(({ what }) => [what, 'refused']),
    ];
    expect(rows.toSorted()).toEqual(expected.toSorted());
  });
});

const field = new URL('../../../../shared/data/field/', import.meta.url);

describe.skipIf(!existsSync(field))('the collected files', () => {
  const bytesOf = (path: string) => Uint8Array.from(readFileSync(new URL(path, field)));

  it('a checkpoint without its middle shard is refused by the name of the shard', async () => {
    const folder = 'checkpoints/clip_middle_shard_missing/';
    const contents = Object.fromEntries(
      readdirSync(new URL(folder, field)).map((name) => [`c/${name}`, bytesOf(folder + name)]),
    );
    await expect(survey(asImportFiles(contents))).rejects.toMatchObject({
      code: 'checkpoint-incomplete',
      message: expect.stringMatching(/part 2 of 3 is missing/),
      values: { missing: 'model-00002-of-00003.safetensors' },
    });
  });

  it.each<[string, string, object]>([
    [
      'unet-layers_per_block.json',
      'pipeckpts/unet/config.json',
      { code: 'checkpoint-unfit', fault: 'config-value' },
    ],
    [
      'vae-config-norm_num_groups.survey.bin',
      'pipeckpts/vae/config.json',
      { code: 'config-invalid', values: { field: 'norm_num_groups', value: '4294967295' } },
    ],
  ])('a config that broke a parser is refused: %s', async (name, path, error) => {
    const bytes = bytesOf(`offenders/${name}`);
    // Before the JSON stands the number of the file that a fuzzer has changed.
    const json = bytes.slice(bytes.indexOf('{'.charCodeAt(0)));
    await expect(survey(asImportFiles({ ...exampleFiles(), [path]: json }))).rejects.toMatchObject(
      error,
    );
  });

  it('the number of layers that the note about a config states is refused', async () => {
    const { note } = JSON.parse(
      readFileSync(new URL('offenders/unet-layers_per_block.json', field), 'utf8'),
    ) as { note: string };
    const layers_per_block = Number(/layers_per_block (\d+)/.exec(note)?.[1]);
    const config = { ...UNET, layers_per_block };
    await expect(
      survey(asImportFiles({ ...exampleFiles(), 'pipeckpts/unet/config.json': config })),
    ).rejects.toMatchObject({
      code: 'config-invalid',
      values: { field: 'layers_per_block', value: '1000000' },
    });
  });
});
