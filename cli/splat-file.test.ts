import { mkdtemp, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it, test } from 'vitest';
import { en } from '../src/app/i18n/en.ts';
import { ko } from '../src/app/i18n/ko.ts';
import { toFileAxes } from '../src/core/gaussians/axes.ts';
import { writePly } from '../src/core/ply/index.ts';
import { latin1, makePly, rowsOf, without, type PlyRow } from '../src/test/ply/files.ts';
import { randomCloud } from '../src/test/random-clouds.ts';
import { sentenceOf } from './sentence.ts';
import { readSplat, type AxesOption } from './splat-file.ts';

const cloud = randomCloud(3, { count: 50 });
const rows = rowsOf(cloud);

let folder = '';
beforeEach(async () => void (folder = await mkdtemp(path.join(tmpdir(), 'splat-'))));
afterEach(() => rm(folder, { recursive: true }));

/** Reads a file. What is said names the file. */
async function read(bytes: Uint8Array, axes: AxesOption = 'world') {
  await writeFile(path.join(folder, 'mine.ply'), bytes);
  const said: string[] = [];
  const cloud = await readSplat(path.join(folder, 'mine.ply'), axes, (line) => said.push(line));
  return { cloud, said };
}

/** The line about a file that cannot be read. */
const sentenceAbout = (bytes: Uint8Array) =>
  read(bytes).then(() => {
    throw new Error('was read');
  }, sentenceOf);

const changed = (change: (i: number) => PlyRow) =>
  makePly(rows.map((row, i) => ({ ...row, ...change(i) })));

describe('says what a person may not expect', () => {
  test.each<[string, Uint8Array, string[]]>([
    ['nothing about an ordinary file', makePly(rows), []],
    [
      'flat Gaussians',
      makePly(rows, { columns: without('scale_2') }),
      ['mine.ply: 50 flat Gaussians (2DGS). They are drawn with a thickness of 10⁻⁶.'],
    ],
    [
      'broken Gaussians, by kind',
      changed((i) => (i < 3 ? { y: NaN } : i < 5 ? { opacity: -Infinity } : {})),
      [
        'mine.ply: 5 of 50 Gaussians are left out: 3 with a centre that is not finite, 2 with an opacity that is zero.',
      ],
    ],
    [
      'colours that are too large',
      changed((i) => (i < 9 ? { f_dc_0: 1e30 } : {})),
      ['mine.ply: 9 of 50 Gaussians are left out: 9 with a colour that is too large.'],
    ],
    [
      'infinite opacities',
      changed(() => ({ opacity: Infinity })),
      ['mine.ply: 50 of 50 Gaussians have an infinite opacity. They are drawn as opaque.'],
    ],
  ])('%s', async (_, bytes, said) => {
    expect((await read(bytes)).said).toEqual(said);
  });
});

describe('the axes', () => {
  const ours = writePly(cloud);
  /** Our standard file, saved by an editor that drops the comment. */
  const saved = makePly(rowsOf(toFileAxes(cloud)));
  const ASSUMED = [expect.stringMatching(/^mine\.ply: .*--axes world.*--axes standard/)];

  test.each<[string, Uint8Array, AxesOption, unknown[]]>([
    ['our standard file', ours, 'header', []],
    ['our FaceLift variant', writePly(cloud, 'facelift'), 'header', []],
    ['a saved file, with the option', saved, 'standard', []],
    ['a file of others', makePly(rows), 'header', ASSUMED],
    ['a file of others, with the option', makePly(rows), 'world', []],
  ])('%s: in the axes of the cameras', async (_, bytes, axes, said) => {
    const splat = await read(bytes, axes);
    expect(splat.said).toEqual(said);
    expect(splat.cloud.xyz).toEqual(cloud.xyz);
  });

  it('of a saved file are not known: what is assumed is said', async () => {
    const splat = await read(saved, 'header');
    expect(splat.said).toEqual(ASSUMED);
    expect(splat.cloud.xyz).toEqual(toFileAxes(cloud).xyz);
  });
});

describe('the sentence about a file that cannot be read', () => {
  test.each<[string, Uint8Array, RegExp]>([
    [
      'empty',
      new Uint8Array(0),
      /^mine\.ply is empty: the file has 0 bytes\. .*Get the file again/,
    ],
    ['a pointer', latin1('version https://git-lfs'), /pointer of Git LFS.* git lfs pull\.$/],
    ['a page', latin1('<html>'), /is a web page.* sign in/],
    ['packed', latin1('\u001f\u008b'), /is packed with gzip: .* Unpack it/],
    [
      'cut off',
      makePly(rows).subarray(0, -30),
      /ends too early: 50 rows of vertex need 2800 bytes, but only 2770 follow\./,
    ],
    ['padded', Buffer.concat([makePly(rows), Buffer.alloc(99)]), /Keep only the first \d+ bytes/],
    [
      'a wrong count',
      makePly(rows, { count: 60 }),
      /wrong number of Gaussians: 60: exactly 50 rows follow/,
    ],
    ['no Gaussians', makePly([]), /contains no Gaussians/],
  ])('%s', async (_, bytes, sentence) => {
    const line = await sentenceAbout(bytes);
    expect(line).toMatch(/^[^\n]*mine\.ply/);
    expect(line).toMatch(sentence);
  });

  it('a file that is too large', async () => {
    const file = path.join(folder, 'large.ply');
    await writeFile(file, '');
    // The file system stores no zeros.
    await truncate(file, 2 ** 31);
    const reading = readSplat(file, 'world', () => undefined).catch(sentenceOf);
    expect(await reading).toMatch(
      /^large\.ply is too large: 2147483648 bytes, and at most 2147483647 can be read\. /,
    );
  });
});

const sentences = Object.entries({ en, ko }).flatMap(([lang, { errors }]) =>
  Object.entries(errors)
    .filter(([code]) => code.startsWith('ply-'))
    .map(([code, { message, hint }]) => ({ lang, code, message, hint })),
);

test.each(sentences)('$lang $code names the file, and says what helps', ({ message, hint }) => {
  expect(message).toContain('{file}');
  expect(hint.length).toBeGreaterThan(10);
  expect(`${message} ${hint}`).not.toMatch(/run again|reload|다시 실행|새로 고/i);
});

it('has a sentence of its own for each cause', () => {
  for (const key of ['message', 'hint'] as const)
    expect(new Set(sentences.map((each) => each[key])).size).toBe(sentences.length);
});
