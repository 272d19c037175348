import { describe, expect, it } from 'vitest';
import {
  aniposeFile,
  easymocapFiles,
  jarvisFile,
  opencvFile,
} from '../../../test/cameras/write-texts.ts';
import { colmapFiles, colmapTexts } from '../../../test/cameras/write-binary.ts';
import { readCameraFolder } from './index.ts';

const encode = (text: string) => new TextEncoder().encode(text);
const folder = (files: Record<string, string | Uint8Array>) =>
  readCameraFolder(
    Object.entries(files).map(([name, content]) => ({
      name,
      read: async () => (typeof content === 'string' ? encode(content) : content),
    })),
    'calib',
  );

const { cameras, images } = colmapTexts();
const [intri, extri] = easymocapFiles();

describe('a folder of cameras', () => {
  it('has files in natural order, named like their cameras', async () => {
    const entries = await folder({
      ...{ 'cam10.yaml': jarvisFile(1), 'cam2.yaml': jarvisFile(0) },
      ...{ 'notes.txt': 'x', 'board.png': 'x' },
    });
    expect(entries.map(({ name }) => name)).toEqual(['cam2', 'cam10']);
    expect(entries[0].w2c[3]).toBe(10.3);
  });

  it('has one file beside pictures', async () => {
    expect(await folder({ 'a.png': 'x', 'calibration.toml': aniposeFile() })).toHaveLength(3);
  });

  it('has a model in both forms', async () => {
    const binary = colmapFiles();
    const both = { 'cameras.bin': binary.cameras, 'images.bin': binary.images };
    expect(await folder({ ...both, 'cameras.txt': cameras, 'images.txt': images })).toHaveLength(3);
  });

  it.each<[name: string, files: Record<string, string>, sentence: RegExp]>([
    ['nothing', {}, /^calib: there are no cameras\. A folder must contain/],
    ['pictures', { 'a.png': 'x' }, /^calib: there are no cameras/],
    ['half a model', { 'cameras.txt': cameras }, /^calib: images\.txt is missing/],
    ['half a binary model', { 'images.bin': '' }, /^calib: cameras\.bin is missing/],
    [
      'two formats',
      { 'a.toml': aniposeFile(), 'b.yaml': opencvFile(0) },
      /several camera files: a\.toml, b\.yaml/,
    ],
    [
      'two files of all cameras',
      {
        'a.yaml': intri.replace(/\n---/, '\n---') + extri.slice(extri.indexOf('R_01')),
        'b.yaml': opencvFile(0),
      },
      /a\.yaml has 3 cameras/,
    ],
    [
      'a file that is no camera',
      { 'a.yaml': opencvFile(0), 'config.yaml': 'fps: 30' },
      /^config\.yaml: there are no cameras/,
    ],
    ['intrinsics without extrinsics', { 'intri.yml': intri }, /^intri\.yml: camera 01 has no pose/],
    [
      'extrinsics of other cameras',
      { 'intri.yml': intri, 'extri.yml': extri.replaceAll('_03', '_04') },
      /^calib: camera 03 has no pose/,
    ],
  ])('is refused: %s', async (_, files, sentence) => {
    await expect(folder(files)).rejects.toMatchObject({
      code: 'camera-invalid',
      message: expect.stringMatching(sentence),
    });
  });

  it('is refused if its texts are no texts', async () => {
    const files = { 'intri.yml': Uint8Array.of(0xff, 0xc0), 'extri.yml': extri };
    await expect(folder(files)).rejects.toMatchObject({ code: 'camera-invalid' });
  });
});
