import { cp, mkdir, mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { root, runCli as run, sample, sentences } from './test/process.ts';

let work: string;
let shortPack: string;
const at = (...parts: string[]) => path.join(work, ...parts);
const json = async (...parts: string[]) =>
  JSON.parse(await readFile(at(...parts), 'utf8')) as Record<string, unknown>;

beforeAll(async () => {
  work = await mkdtemp(path.join(tmpdir(), 'folder-'));
  shortPack = at('short');
  await cp(path.join(root, 'models/mouse-demo'), shortPack, { recursive: true });
  const manifest = await json('short', 'pack.json');
  const turntable = { ...(manifest.turntable as object), frames: 6 };
  await writeFile(at('short', 'pack.json'), JSON.stringify({ ...manifest, turntable }));
});
afterAll(() => rm(work, { recursive: true, force: true }));

describe('reconstruct <folder>', () => {
  it('continues after a bad photo, reports it at the end, and writes no files for it', async () => {
    await mkdir(at('folder'));
    const whole = await readFile(sample);
    await writeFile(at('folder', 'a-broken.jpg'), whole.subarray(0, 5000));
    await writeFile(at('folder', 'b.jpg'), whole);
    await writeFile(at('folder', 'c.png'), 'no picture');
    await writeFile(at('folder', 'notes.txt'), 'no photo');
    const words = ['reconstruct', at('folder'), '--pack', shortPack];
    const ended = await run([...words, '--out', at('many'), '--seed', '5']);
    expect(ended.code).toBe(3);
    expect(ended.stderr).toMatch(/2 of 3 photos failed\. a-broken\.jpg: .* c\.png: .*\n$/);
    expect(ended.stdout.trim().split('\n')).toHaveLength(1);
    expect(await readdir(at('many'))).toEqual(['b']);
    expect(await json('many', 'b', 'run.json')).toMatchObject({ settings: { seed: 5 } });
    expect(sentences(ended)[0]).toContain('Left out: one file that is no picture (notes.txt).');

    const again = await run([...words, '--out', at('many'), '--seed', '5']);
    expect(again.stdout).toMatch(/b: done before \(--force makes it again\)\n$/);

    // A photo that fails is tried again. With --force so are the others.
    const forced = await run([...words, '--out', at('many'), '--seed', '5', '--force']);
    expect(forced.stdout).toMatch(/b: \d+ Gaussians/);

    const shard = await run([...words, '--out', at('shard'), '--shard', '3/3']);
    expect(shard.code).toBe(3);
    expect(shard.stderr).toMatch(/1 of 1 photos failed\. c\.png: /);

    const none = await run([...words, '--out', at('shard'), '--shard', '9/9']);
    expect(none.code).toBe(0);
    expect(sentences(none)).toContainEqual(
      expect.stringContaining('Shard 9/9 selects none of the 3 photos.'),
    );
  }, 600_000);
});
