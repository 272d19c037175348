import { expect, test } from 'vitest';
import { gslrmTensors } from '../../families/gslrm/graph.ts';
import { exampleFiles, GSLRM, weightFile } from '../../test/example-checkpoint.ts';
import { importInto, LAB_CAMERAS } from '../../test/example-import.ts';
import { MemoryFolder } from '../../test/memory-folder.ts';
import { openPack } from '../load.ts';

test("FaceLift's level embeddings with an inclined mouse reconstructor are refused unless allowed", async () => {
  const { 'gslrm/ckpt_0000000000021125.safetensors': gslrm, ...files } = exampleFiles();
  const mixed = {
    ...files,
    'mouse_finetune/ckpt_0000000000020000.safetensors': gslrm,
    'm5_cameras.json': LAB_CAMERAS,
  };
  const folder = new MemoryFolder();
  await expect(importInto(folder, mixed)).rejects.toMatchObject({
    code: 'pack-mismatch',
    message: expect.stringContaining('the view embeddings (facelift-e0)'),
  });
  expect(folder.files.size).toBe(0);

  const manifest = await importInto(folder, mixed, { allowMixedRigs: true });
  expect(manifest.mixedRigs).toBe(true);
  await expect(openPack(folder)).resolves.toBeDefined();
});

test('a part whose path does not tell its rig needs an answer', async () => {
  const files = {
    'gslrm.safetensors': weightFile(gslrmTensors(GSLRM)),
    'cameras.json': LAB_CAMERAS,
  };
  await expect(importInto(new MemoryFolder(), files)).rejects.toMatchObject({
    code: 'rig-unstated',
    values: { part: 'reconstructor' },
  });
  const { rig } = await importInto(new MemoryFolder(), files, {
    rigs: { reconstructor: 'cameras' },
  });
  expect(rig).toMatchObject({ id: expect.stringMatching(/^cameras-[0-9a-f]{8}$/), imageSize: 512 });
});
