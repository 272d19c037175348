import { mkdtemp, mkdir, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { RIG } from '../src/test/cameras/rig.ts';
import { colmapFiles, mammalFile } from '../src/test/cameras/write-binary.ts';
import { dannceFile } from '../src/test/cameras/write-mat.ts';
import { aniposeFile, easymocapFiles } from '../src/test/cameras/write-texts.ts';
import { readCameras, readEntries } from './cameras.ts';

let folder: string;
const at = (...names: string[]) => path.join(folder, ...names);

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'cameras-'));
  await mkdir(at('colmap'));
  await mkdir(at('mocap'));
  const [intrinsics, extrinsics] = easymocapFiles();
  const { cameras, images } = colmapFiles();
  await writeFile(at('a_dannce.mat'), dannceFile({ compressed: true }));
  await writeFile(at('new_cam.pkl'), mammalFile());
  await writeFile(at('calibration.toml'), aniposeFile());
  await writeFile(at('colmap', 'cameras.bin'), cameras);
  await writeFile(at('colmap', 'images.bin'), images);
  await writeFile(at('mocap', 'intri.yml'), intrinsics);
  await writeFile(at('mocap', 'extri.yml'), extrinsics);
  await writeFile(at('mocap', '.hidden.yml'), 'a: 1');
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe('files of cameras', () => {
  it.each([
    'a_dannce.mat',
    'new_cam.pkl',
    'calibration.toml',
    'colmap',
    'colmap/images.bin',
    'mocap',
  ])('%s is read', async (name) => {
    const entries = await readEntries(at(name));
    expect(entries.map(({ w2c }) => w2c[3])).toEqual(RIG.map(({ translation: [x] }) => x));
  });

  it('lens distortion is refused where pictures are not undistorted', async () => {
    await expect(readCameras(at('calibration.toml'))).rejects.toMatchObject({
      code: 'camera-invalid',
      message: expect.stringMatching(/^calibration\.toml: frame 0: the lens has distortion/),
    });
  });

  it.each([
    ['large.toml', 16e6],
    ['large.mat', 512e6],
  ])('%s is too large', async (name, most) => {
    await writeFile(at(name), '');
    await truncate(at(name), most + 1);
    await expect(readEntries(at(name))).rejects.toThrow(`${name}: it is too large`);
    await rm(at(name));
  });

  it('a file that is not there', async () => {
    await expect(readEntries(at('none.mat'))).rejects.toMatchObject({ name: 'UsageError' });
  });
});
