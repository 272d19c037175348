import { createHash } from 'node:crypto';
import { expect, test, vi } from 'vitest';
import { AppError } from '../../core/errors.ts';
import { importInto } from '../../test/example-import.ts';
import { MemoryFolder } from '../../test/memory-folder.ts';
import { MemoryBox } from '../../test/web/memory-box.ts';
import { exampleFiles } from '../../test/example-checkpoint.ts';
import { openPack, readManifest } from '../load.ts';
import { FileRecords } from './records.ts';
import { StoredPackSource } from './stored-source.ts';

const shaOf = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

test('a damaged file of an imported pack is named, and the same import writes this file alone', async () => {
  const folder = new MemoryFolder();
  await importInto(folder, exampleFiles());
  const source = new StoredPackSource('lab', folder, new FileRecords(new MemoryBox()));
  await openPack(source);

  const name = 'unet.safetensors';
  const bytes = folder.files.get(name);
  if (!bytes) throw new Error(`the import wrote no ${name}`);
  const right = shaOf(bytes);
  bytes[bytes.length - 9] ^= 4;
  await expect(openPack(source)).rejects.toMatchObject({
    code: 'stored-file-damaged',
    values: { pack: 'lab', file: name },
  });
  expect(await source.check(await readManifest(source))).toEqual([name]);

  folder.created.length = 0;
  await importInto(folder, exampleFiles());
  expect(folder.created.filter((each) => each.endsWith('.safetensors'))).toEqual([name]);
  expect(shaOf(folder.files.get(name) ?? new Uint8Array())).toBe(right);
  expect(await source.check(await readManifest(source))).toEqual([]);
});

test('a missing file is named, and the damage is said although it cannot be noted', async () => {
  vi.spyOn(console, 'warn').mockImplementation(() => undefined);
  const folder = new MemoryFolder();
  folder.read = async () => {
    throw new AppError('pack-missing', { message: 'gone' });
  };
  folder.readText = async () => {
    throw new Error('no storage');
  };
  const source = new StoredPackSource('lab', folder, null);
  const file = { name: 'w', bytes: 3, sha256: '0'.repeat(64) };
  await expect(source.readListed(file)).rejects.toMatchObject({
    code: 'stored-file-damaged',
    message: expect.stringContaining('missing'),
  });
  vi.restoreAllMocks();
});
