import { mkdtemp, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hasResultsOf, isFinished, type Recipe } from './finished.ts';

let root: string;
beforeAll(async () => {
  root = await mkdtemp(path.join(tmpdir(), 'finished-'));
});
afterAll(() => rm(root, { recursive: true }));

const settings = {
  seed: 4,
  steps: 1,
  guidance: 1,
  ply: 'standard',
  filters: 'pack',
  eta: undefined,
};
const recipe = {
  pack: { manifest: { files: [{ name: 'w', sha256: 'ab' }] } },
  settings,
  page: 1,
  runtime: {},
} as never as Recipe;
const record = { photo: 'm.jpg', pack: { sha256: { w: 'ab' } }, settings };

/** A run that makes the turntable video. */
const filmed = {
  ...recipe,
  settings: { ...recipe.settings, turntableFrames: 9, centring: 'none' },
  runtime: { openVideo: () => Promise.reject(new Error('no film')) },
} as Recipe;

const at = (name: string) => path.join(root, name);

/** Asks after run.json was written with this content, ten seconds after the photo. */
async function after(
  content: unknown,
  { photoIsNewer = false, wanted = recipe } = {},
): Promise<boolean> {
  await writeFile(at('m.jpg'), 'photo');
  await writeFile(at('run.json'), typeof content === 'string' ? content : JSON.stringify(content));
  await utimes(at('m.jpg'), 1000, photoIsNewer ? 1020 : 1000);
  await utimes(at('run.json'), 1010, 1010);
  return isFinished(at('m.jpg'), root, wanted);
}

it('is finished if run.json has the same photo, pack and settings', async () => {
  expect(await after(record)).toBe(true);
});

it.each([
  ['another page', { ...record, page: 2 }],
  ['another photo', { ...record, photo: 'n.jpg' }],
  ['other weights', { ...record, pack: { sha256: { w: 'cd' } } }],
  ['other settings', { ...record, settings: { ...settings, seed: 5 } }],
  ['a setting more', { ...record, settings: { ...settings, eta: 0.5 } }],
  ['no settings', { ...record, settings: undefined }],
  ['no JSON', '{'],
  ['null', null],
])('is not finished with %s', async (_, content) => {
  expect(await after(content)).toBe(false);
});

it('is not finished if the photo is newer, or run.json is missing', async () => {
  expect(await after(record, { photoIsNewer: true })).toBe(false);
  await rm(at('run.json'));
  expect(await isFinished(at('m.jpg'), root, recipe)).toBe(false);
});

it('posed views are finished if pictures, cameras, masks and the size of the cameras are the same', async () => {
  const size = { width: 64, height: 48 };
  const views = ['m.jpg'];
  const done = async (content: object, cameraSize?: object) => {
    await after({ ...record, ...content });
    return hasResultsOf({ files: [at('m.jpg')], views, cameraSize }, root, recipe);
  };
  expect(await done({ views })).toBe(true);
  expect(await done({ views: ['n.jpg'] })).toBe(false);
  expect(await done({ views }, size)).toBe(false);
  expect(await done({ views, cameraSize: size }, size)).toBe(true);
  await utimes(at('m.jpg'), 1020, 1020);
  expect(await hasResultsOf({ files: [at('m.jpg')], views }, root, recipe)).toBe(false);
});

describe('the turntable video', () => {
  const made = { ...record, settings: filmed.settings, stageMs: { turntable: 12 } };
  const unfilmed = { ...filmed, runtime: {} } as Recipe;

  it('must be there with its settings if it is wanted', async () => {
    expect(await after(made, { wanted: filmed })).toBe(true);
    expect(await after({ ...made, stageMs: { render: 3 } }, { wanted: filmed })).toBe(false);
    expect(await after({ ...made, stageMs: undefined }, { wanted: filmed })).toBe(false);
    for (const other of [{ turntableFrames: 8 }, { turntableFps: 24 }, { centring: 'coverage' }]) {
      const settings = { ...made.settings, ...other };
      expect(await after({ ...made, settings }, { wanted: filmed })).toBe(false);
    }
  });

  it('does not count if it is not wanted', async () => {
    expect(await after(made, { wanted: unfilmed })).toBe(true);
    expect(await after({ ...made, stageMs: {} }, { wanted: unfilmed })).toBe(true);
    const settings = { ...made.settings, turntableFrames: 8 };
    expect(await after({ ...made, settings }, { wanted: unfilmed })).toBe(true);
    const other = { ...made.settings, centring: 'coverage' };
    expect(await after({ ...made, settings: other }, { wanted: unfilmed })).toBe(false);
  });
});

it('shifts are compared as run.json has them: it knows no −0', async () => {
  const views = ['m.jpg'];
  const shifts = [{ x: -0, y: 1.5 }];
  await after({ ...record, views, shifts });
  const files = [at('m.jpg')];
  expect(await hasResultsOf({ files, views, shifts }, root, recipe)).toBe(true);
  const others = [{ x: 1, y: 1.5 }];
  expect(await hasResultsOf({ files, views, shifts: others }, root, recipe)).toBe(false);
  expect(await hasResultsOf({ files, views }, root, recipe)).toBe(false);
});
