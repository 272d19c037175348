import { chmod, mkdir, mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { OutputError } from './output-error.ts';
import { requireWritable, writeTogether, type Content } from './write-together.ts';

let root: string;
beforeEach(async () => (root = await mkdtemp(path.join(tmpdir(), 'together-'))));
afterEach(() => rm(root, { recursive: true, force: true }));

const bytes = (text: string) => new TextEncoder().encode(text);

/** A file of this content whose reading fails, as a full disk lets the writing fail. */
class BrokenBlob extends Blob {
  override stream(): ReturnType<Blob['stream']> {
    return new ReadableStream({
      pull(controller) {
        controller.error(Object.assign(new Error('no space'), { code: 'ENOSPC' }));
      },
    });
  }
}

describe('writeTogether', () => {
  it('writes all files, and removes those of an earlier run', async () => {
    await writeFile(path.join(root, 'old.txt'), 'old');
    await writeFile(path.join(root, 'mine.txt'), 'mine');
    const files = new Map<string, Content>([
      ['a', bytes('1')],
      ['b', new Blob(['2'])],
    ]);
    await writeTogether(root, files, (name) => name === 'old.txt');
    expect((await readdir(root)).sort()).toEqual(['a', 'b', 'mine.txt']);
    expect(await readFile(path.join(root, 'b'), 'utf8')).toBe('2');
  });

  it('writes into subfolders, and removes files of an earlier run there', async () => {
    await mkdir(path.join(root, 'images'));
    for (const name of ['images/old.png', 'images/mine.png', 'old.png'])
      await writeFile(path.join(root, name), '');
    const files = new Map([
      ['images/new.png', bytes('1')],
      ['cameras.json', bytes('2')],
    ]);
    await writeTogether(root, files, (name) => name === 'images/old.png');
    expect((await readdir(root)).sort()).toEqual(['cameras.json', 'images', 'old.png']);
    expect((await readdir(path.join(root, 'images'))).sort()).toEqual(['mine.png', 'new.png']);
  });

  it('keeps the former files when one cannot be written', async () => {
    await writeFile(path.join(root, 'a'), 'former');
    const files = new Map<string, Content>([
      ['a', bytes('new')],
      ['b', new BrokenBlob(['x'])],
    ]);
    await expect(writeTogether(root, files, () => true)).rejects.toThrow(
      /cannot be written: the disk is full\. /,
    );
    expect(await readdir(root)).toEqual(['a']);
    expect(await readFile(path.join(root, 'a'), 'utf8')).toBe('former');
  });

  it('leaves no folder behind when it cannot write into a new one', async () => {
    const folder = path.join(root, 'x', 'y');
    const files = new Map([['b', new BrokenBlob(['x'])]]);
    await expect(writeTogether(folder, files, () => true)).rejects.toBeInstanceOf(OutputError);
    expect(await readdir(root)).toEqual([]);
  });
});

describe('requireWritable', () => {
  it('changes nothing', async () => {
    await requireWritable(root);
    await requireWritable(path.join(root, 'x', 'y'));
    expect(await readdir(root)).toEqual([]);
  });

  it('refuses a path through a file', async () => {
    await writeFile(path.join(root, 'file'), '');
    await expect(requireWritable(path.join(root, 'file', 'x'))).rejects.toThrow(
      /cannot be written: a (part of the path is a file|folder is in the way)/,
    );
  });

  // root may write everywhere.
  it.skipIf(process.getuid?.() === 0)('refuses a folder without permission', async () => {
    await mkdir(path.join(root, 'closed'));
    await chmod(path.join(root, 'closed'), 0o500);
    await expect(requireWritable(path.join(root, 'closed', 'x'))).rejects.toThrow(/no permission/);
  });
});
