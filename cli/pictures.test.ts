import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { UsageError } from './command.ts';
import { outputNames, picturesIn } from './pictures.ts';
import { parseShard, shardOf } from './shard.ts';

describe('picturesIn', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'pictures-'));
    for (const name of ['b.png', 'B.JPG', 'a10.webp', 'a9.jpeg', 'notes.txt', '._a9.jpeg'])
      await writeFile(path.join(folder, name), '');
    await mkdir(path.join(folder, 'inner.png'));
  });
  afterAll(() => rm(folder, { recursive: true }));

  it('sorts names by code units, and leaves out other files', async () => {
    const names = (await picturesIn(folder)).map((file) => path.basename(file));
    expect(names).toEqual(['B.JPG', 'a10.webp', 'a9.jpeg', 'b.png']);
  });

  it('refuses a folder without pictures', async () => {
    await expect(picturesIn(path.join(folder, 'inner.png'))).rejects.toThrow(UsageError);
  });
});

describe('outputNames', () => {
  it('are names without extensions, unless two names would be equal', () => {
    const files = ['x/mouse.png', 'x/Mouse.jpg', 'x/rat.v2.png'];
    expect(outputNames(files)).toEqual(['mouse.png', 'Mouse.jpg', 'rat.v2']);
  });
});

describe('shardOf and parseShard', () => {
  const items = ['a', 'b', 'c', 'd', 'e'];

  it('select every item exactly once', () => {
    const shards = [1, 2, 3].map((i) => shardOf(items, { i, n: 3 }));
    expect(shards).toEqual([['a', 'd'], ['b', 'e'], ['c']]);
    expect(shardOf(items, parseShard('1/1'))).toEqual(items);
  });

  it.each(['', '1', '0/2', '3/2', '1/0', '-1/2', '1/2/3', 'a/b', '1.5/2'])(
    '%j is refused',
    (typed) => {
      expect(() => parseShard(typed)).toThrow(UsageError);
    },
  );
});
