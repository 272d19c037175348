import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { UsageError } from './command.ts';
import { leftOutText, outputNames, picturesIn } from './pictures.ts';
import { jobShard, parseShard, shardOf, stretchOf, typedShard } from './shard.ts';

const FIRST = ['B.JPG', 'a9.jpeg', 'a10.webp', 'b.png'];

describe('picturesIn', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'pictures-'));
    for (const name of ['b.png', 'B.JPG', 'a10.webp', 'a9.jpeg', 'notes.txt', '._a9.jpeg'])
      await writeFile(path.join(folder, name), '');
    await mkdir(path.join(folder, 'inner.png'));
    await writeFile(path.join(folder, 'inner.png', 'a1.tif'), '');
  });
  afterAll(() => rm(folder, { recursive: true }));

  const names = (files: readonly string[]) => files.map((file) => path.relative(folder, file));

  it('sorts names naturally, and says what it leaves out', async () => {
    const { files, leftOut } = await picturesIn(folder);
    expect(names(files)).toEqual(['B.JPG', 'a9.jpeg', 'a10.webp', 'b.png']);
    expect(leftOutText(leftOut)).toBe(
      'Left out: one file that is no picture (notes.txt) and one subfolder (inner.png); --recursive reads them.',
    );
  });

  it('reads subfolders with `recursive`', async () => {
    const { files, leftOut } = await picturesIn(folder, { recursive: true });
    expect(names(files)).toEqual([...FIRST, path.join('inner.png', 'a1.tif')]);
    expect(leftOut.map(({ name }) => name)).toEqual(['notes.txt']);
    expect(outputNames(files, folder)).toContain(path.join('inner.png', 'a1'));
  });

  it('refuses a folder without pictures, and names what is there', async () => {
    await mkdir(path.join(folder, 'inner.png', 'none'));
    await writeFile(path.join(folder, 'inner.png', 'none', 'cameras.json'), '');
    const error = await picturesIn(path.join(folder, 'inner.png', 'none')).catch((e) => e);
    expect(error).toBeInstanceOf(UsageError);
    expect(error.message).toMatch(/none contains no pictures\. Left out: .*\(cameras\.json\)/);
  });

  it('names at most five of many', () => {
    const leftOut = Array.from(
      { length: 7 },
      (_, i) => ({ kind: 'no picture', name: `${i}` }) as const,
    );
    expect(leftOutText(leftOut)).toBe(
      'Left out: 7 files that are no pictures (0, 1, 2, 3, 4, … (+2)).',
    );
  });
});

describe('outputNames', () => {
  it('are names without extensions, unless two names would be equal', () => {
    const files = ['x/mouse.png', 'x/Mouse.jpg', 'x/rat.v2.png'];
    expect(outputNames(files, 'x')).toEqual(['mouse.png', 'Mouse.jpg', 'rat.v2']);
  });
});

describe('jobShard', () => {
  const slurm = (id: string, more = {}) => ({
    ...{ SLURM_ARRAY_TASK_ID: id, SLURM_ARRAY_TASK_COUNT: '3' },
    ...more,
  });

  it.each([
    [{}, { i: 1, n: 1 }],
    [slurm('2'), { i: 3, n: 3 }],
    [slurm('1', { SLURM_ARRAY_TASK_MIN: '1' }), { i: 1, n: 3 }],
    [slurm('14', { SLURM_ARRAY_TASK_MIN: '10', SLURM_ARRAY_TASK_STEP: '2' }), { i: 3, n: 3 }],
    [
      { JOB_COMPLETION_INDEX: '0', JOB_COMPLETION_COUNT: '8' },
      { i: 1, n: 8 },
    ],
  ])('%j gives a shard', (environment, shard) => {
    expect(jobShard(environment)).toMatchObject(shard);
  });

  it.each([
    [slurm('3'), 'names the process 4 of 3'],
    [slurm('15', { SLURM_ARRAY_TASK_MIN: '10', SLURM_ARRAY_TASK_STEP: '2' }), 'process 3.5 of 3'],
    [slurm('x'), 'SLURM_ARRAY_TASK_ID is "x", no number'],
    [{ JOB_COMPLETION_INDEX: '1' }, 'but not JOB_COMPLETION_COUNT'],
  ])('%j is refused', (environment, reason) => {
    expect(() => jobShard(environment)).toThrow(reason);
  });

  it('is not asked if --shard is typed', () => {
    expect(typedShard({ values: { shard: '2/5' }, positionals: [] })).toMatchObject({ i: 2, n: 5 });
    expect(typedShard({ values: {}, positionals: [] })).toBeUndefined();
  });
});

describe('shardOf and parseShard', () => {
  const items = ['a', 'b', 'c', 'd', 'e'];

  it('select every item exactly once', () => {
    const shards = [1, 2, 3].map((i) => shardOf(items, { i, n: 3 }));
    expect(shards).toEqual([['a', 'd'], ['b', 'e'], ['c']]);
    expect(shardOf(items, parseShard('1/1'))).toEqual(items);
  });

  it('or stretches of them', () => {
    const stretches = [1, 2, 3].map((i) => stretchOf(5, { i, n: 3 }));
    expect(stretches).toEqual([[0], [1, 2], [3, 4]]);
    expect(stretchOf(2, { i: 1, n: 3 })).toEqual([]);
    expect(stretchOf(3, { i: 1, n: 1 })).toEqual([0, 1, 2]);
  });

  it.each(['', '1', '0/2', '3/2', '1/0', '-1/2', '1/2/3', 'a/b', '1.5/2'])(
    '%j is refused',
    (typed) => {
      expect(() => parseShard(typed)).toThrow(UsageError);
    },
  );
});
