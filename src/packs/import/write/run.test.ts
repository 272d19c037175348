import { expect, test } from 'vitest';
import { gslrmTensors } from '../../../families/gslrm/graph.ts';
import {
  asImportFiles,
  exampleFiles,
  GSLRM,
  weightFile,
} from '../../../test/example-checkpoint.ts';
import { CHOICES, DONOR, GSLRM_FILE, importInto } from '../../../test/example-import.ts';
import { MemoryFolder } from '../../../test/memory-folder.ts';
import { openPack } from '../../load.ts';
import { planImport } from '../plan.ts';
import { survey } from '../survey.ts';
import { sizeText } from '../../../core/size-text.ts';
import { layOut } from './layout.ts';
import { runImport } from './run.ts';

test('a tensor with NaN is refused by its name, and no file stays', async () => {
  const list = gslrmTensors(GSLRM);
  const bytes = weightFile(list);
  new DataView(bytes.buffer).setFloat32(bytes.length - 4, NaN, true);
  const folder = new MemoryFolder();
  const last = [...list.keys()].at(-1) as string;
  await expect(importInto(folder, { 'gslrm.safetensors': bytes })).rejects.toMatchObject({
    code: 'checkpoint-invalid',
    fault: 'not-finite',
    values: { tensor: last },
  });
  expect(folder.files.size).toBe(0);
});

test('a value too large for half precision is refused as F16 and accepted as F32', async () => {
  const bytes = weightFile(gslrmTensors(GSLRM));
  new DataView(bytes.buffer).setFloat32(bytes.length - 4, 70_000, true);
  const files = { 'gslrm.safetensors': bytes };
  await expect(importInto(new MemoryFolder(), files)).rejects.toMatchObject({
    code: 'checkpoint-invalid',
    fault: 'half-range',
  });
  await importInto(new MemoryFolder(), files, { type: 'F32' });
});

test('a tensor that is larger than a whole file is refused with its size', async () => {
  const { parts } = await survey(
    asImportFiles({ 'gslrm.safetensors': weightFile(gslrmTensors(GSLRM)) }),
  );
  const [{ sources, index }] = parts;
  const list = new Map([...index.tensors].map(([name, { shape }]) => [name, shape]));
  const largest = 2 * Math.max(...[...list.values()].map((shape) => shape.reduce((a, b) => a * b)));
  expect(layOut('gslrm', list, sources, 'F16', largest).length).toBeGreaterThan(1);
  expect(() => layOut('gslrm', list, sources, 'F16', largest - 1)).toThrow(
    expect.objectContaining({
      code: 'checkpoint-unfit',
      fault: 'large-tensor',
      values: { file: 'gslrm.safetensors', tensor: expect.any(String), size: sizeText(largest) },
    }),
  );
});

test('an interrupted import continues with the first unfinished file', async () => {
  const folder = new MemoryFolder();
  const files = asImportFiles(exampleFiles());
  const plan = planImport(await survey(files), CHOICES, DONOR);
  const controller = new AbortController();
  const first = runImport(plan, folder, {
    signal: controller.signal,
    onProgress: ({ file }) => file.startsWith('gslrm') && controller.abort(),
  });
  await expect(first).rejects.toMatchObject({ name: 'AbortError' });
  expect(folder.files.has('pack.json')).toBe(false);
  const before = folder.created.length;
  expect(folder.files.has('import.json')).toBe(true);

  const again = planImport(await survey(files), CHOICES, DONOR);
  await runImport(again, folder);
  expect(folder.created.slice(before).filter((name) => name.endsWith('.safetensors'))).toEqual([
    'view_embeds.safetensors',
  ]);
  await expect(openPack(folder)).resolves.toBeDefined();

  // With another choice it is another import and starts from the beginning. The first pack stays until the new one is
  // complete, so the new files have other names.
  const other = planImport(await survey(files), { ...CHOICES, type: 'F32' }, DONOR);
  const { stages } = await runImport(other, folder);
  expect(stages.multiview?.unet.files).toEqual(['unet.2.safetensors']);
  expect([...folder.files.keys()].toSorted()).toEqual([
    'clip.2.safetensors',
    'gslrm.2.safetensors',
    'matting.2.safetensors',
    'pack.json',
    'record.json',
    'unet.2.safetensors',
    'vae.2.safetensors',
    'view_embeds.2.safetensors',
  ]);
  await expect(openPack(folder)).resolves.toBeDefined();
});

test('after a checkpoint that could not be read to its end, the finished files stay', async () => {
  let broken = false;
  class Drive extends Blob {
    override slice(start?: number, end?: number): Blob {
      if (broken) throw new DOMException('unplugged', 'NotReadableError');
      return super.slice(start, end);
    }
  }
  const files = asImportFiles(exampleFiles()).map((file) =>
    file.path === GSLRM_FILE ? { ...file, blob: new Drive([file.blob]) } : file,
  );
  const plan = planImport(await survey(files), CHOICES, DONOR);
  const folder = new MemoryFolder();
  const onProgress = ({ file }: { file: string }) => (broken ||= file.startsWith('clip'));
  await expect(runImport(plan, folder, { onProgress })).rejects.toMatchObject({
    code: 'checkpoint-invalid',
    fault: 'unreadable',
    values: { file: GSLRM_FILE },
  });
  broken = false;
  const before = folder.created.length;
  await runImport(plan, folder);
  expect(folder.created.slice(before).filter((name) => name.endsWith('.safetensors'))).toEqual([
    'gslrm.safetensors',
    'view_embeds.safetensors',
  ]);
});

test('too little free space is reported before anything is written', async () => {
  const folder = new MemoryFolder();
  folder.free = 1_000_000;
  await expect(importInto(folder, exampleFiles())).rejects.toMatchObject({
    code: 'storage-full',
    values: { free: '1.0 MB', needed: '6.9 MB' },
  });
  expect(folder.created).toEqual([]);
});
