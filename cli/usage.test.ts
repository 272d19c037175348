import { spawnSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { version } from '../package.json';
import { root, runCli as run } from './test/process.ts';

let work: string;
const at = (...parts: string[]) => path.join(work, ...parts);
beforeAll(async () => {
  work = await mkdtemp(path.join(tmpdir(), 'usage-'));
  await writeFile(at('package.json'), '{}');
});
afterAll(() => rm(work, { recursive: true, force: true }));

describe('wrong usage', () => {
  it.each([
    ['', 2, 'No command is given. The commands are '],
    ['paint x.ply', 2, 'There is no command paint. The commands are reconstruct'],
    ['render x.ply --out y', 2, '--cameras is missing.'],
    ['render package.json --cameras package.json --out x', 1, 'The camera file cannot be read: '],
    ['preprocess x --out y', 2, '--method is missing.'],
    ['embeds --out x', 2, '--text-encoder is missing.'],
    ['embeds --text-encoder nowhere --out x', 2, 'nowhere does not exist.'],
    ['evaluate --out x', 2, 'evaluate takes splats, or --renders and --truth with finished'],
    ['evaluate a.ply --sample nowhere --out x', 2, 'a.ply does not exist.'],
    ['evaluate package.json --sample nowhere --out x', 2, 'nowhere does not exist.'],
    ['reconstruct', 2, 'reconstruct takes one photo or one folder, not 0.'],
    ['sequence --out x', 2, 'sequence takes one folder of photos, or --data, not 0 folders.'],
    ['sequence a b --out x', 2, 'or --data, not 2 folders.'],
    ['sequence package.json --out x', 2, 'is a file. sequence takes a folder of photos.'],
    ['sequence a --frame lab --out x', 2, '--frame can only be used with --data.'],
    ['sequence --data a --seed 3 --out x', 2, '--seed cannot be used with --data.'],
    ['sequence --data a --placement per-camera --out x', 2, 'no way back into one frame.'],
    ['reconstruct nowhere.jpg --out x', 2, 'nowhere.jpg does not exist.'],
    ['reconstruct a.jpg', 2, '--out is missing.'],
    [
      'reconstruct a.jpg --out x --fast',
      2,
      'reconstruct has no option --fast. Its options are --out, ',
    ],
    ['reconstruct a.jpg --out x --steps 0', 2, '--steps must be a whole number from 1 to 1000'],
    [
      'reconstruct a.jpg --out x --centring middle',
      2,
      '--centring must be pixel_based or coverage or none',
    ],
    [
      'reconstruct --sample a --out x --centring none',
      2,
      '--centring cannot be used with --sample.',
    ],
    [
      'reconstruct a.jpg --out x --turntable-frames 1',
      2,
      '--turntable-frames must be a whole number from 2 to',
    ],
    [
      'reconstruct a.jpg --out x --turntable-background red',
      2,
      '--turntable-background must be white or black or grey, or',
    ],
    ['reconstruct --views x --out y', 2, '--views and --cameras must be given together.'],
    ['reconstruct a.jpg --out x --pack none', 1, 'The model pack was not found: none contains no'],
    ['reconstruct a.jpg --out package.json', 2, 'package.json is not a folder.'],
    ['reconstruct package.json --out x', 1, 'This file is not a picture that can be read: '],
  ])('%s', async (line, code, sentence) => {
    const words = line.split(' ').filter(Boolean);
    const ended = await run(words.map((word) => (word === 'package.json' ? at(word) : word)));
    expect(ended).toMatchObject({ code, stdout: '' });
    expect(ended.stderr).toMatch(/^mouse-facelift: [^\n]+\n$/);
    expect(ended.stderr).toContain(sentence);
  });

  it('--version names the version', async () => {
    expect(await run(['--version'])).toMatchObject({
      code: 0,
      stdout: `mouse-facelift ${version}\n`,
    });
  });

  it('a reader that stops reading, and a full stdout, give no stack trace', async () => {
    const cli = `${process.execPath} ${path.join(root, 'scripts/cli.mjs')}`;
    const shell = (line: string) => spawnSync('bash', ['-c', line], { encoding: 'utf8' });
    const head = shell(`set -o pipefail; ${cli} reconstruct --help | head -c 1`);
    expect(head).toMatchObject({ status: 0, stderr: '' });
    const full = shell(`${cli} --help > /dev/full`);
    expect(full.status).toBe(1);
    expect(full.stderr).toMatch(/^mouse-facelift: The results cannot be listed on stdout: .*\n$/);
  });

  it('--help lists the commands and the options', async () => {
    expect(await run(['--help'])).toMatchObject({ code: 0, stderr: '' });
    const { code, stdout } = await run(['reconstruct', '--help']);
    expect(code).toBe(0);
    for (const option of ['--pack <dir|id>', '--seed', '--shard <i/n>', '--views', '--cameras'])
      expect(stdout).toContain(option);
  });
});
