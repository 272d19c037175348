import { mkdir, mkdtemp, realpath, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { exampleManifest } from '../../src/test/example-manifest.ts';
import { openPack } from '../../src/packs/load.ts';
import { FolderPackSource } from './folder-source.ts';

describe('FolderPackSource', () => {
  let root: string;
  const at = (...parts: string[]) => path.join(root, ...parts);
  const manifest = exampleManifest();
  const names = manifest.files.map(({ name }) => name);

  beforeAll(async () => {
    root = await realpath(await mkdtemp(path.join(tmpdir(), 'pack-')));
    for (const folder of ['real', 'linked', 'mixed', 'damaged']) {
      await mkdir(at(folder));
      await writeFile(at(folder, 'pack.json'), JSON.stringify(manifest));
    }
    for (const name of names) {
      await writeFile(at('real', name), 'abc');
      await writeFile(at('damaged', name), 'abd');
      await symlink(at('real', name), at('linked', name));
    }
    await symlink(at('real', names[0]), at('mixed', names[0]));
    for (const name of names.slice(1)) await writeFile(at('mixed', name), 'abc');
  });
  afterAll(() => rm(root, { recursive: true }));

  it('opens a pack and gives the folder of its files', async () => {
    const pack = await openPack(new FolderPackSource(at('real')));
    expect(pack.folder).toBe(at('real'));
    expect(await pack.files.get(names[0])?.text()).toBe('abc');
  });

  it('gives the folder that links point to', async () => {
    expect((await openPack(new FolderPackSource(at('linked')))).folder).toBe(at('real'));
  });

  it('gives no folder if the files are in two folders', async () => {
    expect((await openPack(new FolderPackSource(at('mixed')))).folder).toBeUndefined();
  });

  it('refuses a damaged pack and a folder that does not exist', async () => {
    await expect(openPack(new FolderPackSource(at('damaged')))).rejects.toMatchObject({
      code: 'file-damaged',
    });
    await expect(openPack(new FolderPackSource(at('none')))).rejects.toMatchObject({
      code: 'pack-missing',
    });
  });
});
