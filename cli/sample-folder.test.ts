import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openMasks } from './posed/mask-files.ts';
import { openSample } from './sample-folder.ts';

let root: string;
const at = (...parts: string[]) => path.join(root, ...parts);
beforeEach(async () => void (root = await mkdtemp(path.join(tmpdir(), 'sample-'))));
afterEach(() => rm(root, { recursive: true }));

/** Makes empty files, and the folders around them. */
async function make(...files: string[]): Promise<void> {
  for (const file of files) {
    await mkdir(path.dirname(at(file)), { recursive: true });
    await writeFile(at(file), '');
  }
}

const frame = (more: object = {}) => ({
  ...{ w: 4, h: 4, fx: 5, fy: 5, cx: 2, cy: 2 },
  w2c: [1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 2.7, 0, 0, 0, 1],
  ...more,
});
const putCameras = (file: string, ...frames: object[]) =>
  writeFile(at(file), JSON.stringify({ frames }));

describe('openSample', () => {
  it('finds pictures in the order of the cameras, the camera file, and masks', async () => {
    await make(
      's/images/a.png',
      's/images/b.png',
      's/images/c.png',
      's/masks/a.png',
      's/notes.txt',
    );
    const named = ['images/c.png', 'images/a.png'];
    await putCameras('s/opencv_cameras.json', ...named.map((file_path) => frame({ file_path })));
    await putCameras('s/cameras.json', frame());
    expect(await openSample(at('s'))).toEqual({
      name: 's',
      pictures: [at('s/images/c.png'), at('s/images/a.png')],
      cameras: at('s/opencv_cameras.json'),
      masks: at('s/masks'),
      pairedBy: 'file_path',
      unused: [at('s/images/b.png')],
    });
  });

  it('takes pictures beside the camera file, in natural order if they are not named', async () => {
    await make('s/cam10.png', 's/cam2.png');
    await putCameras('s/transforms.json', frame(), frame());
    expect(await openSample(at('s'))).toMatchObject({
      pictures: [at('s/cam2.png'), at('s/cam10.png')],
      masks: null,
      pairedBy: 'order',
      unused: [],
    });
  });

  it('says what is missing', async () => {
    await make('s/images/a.png', 'file');
    const refused = (folder: string, sentence: string | RegExp) =>
      expect(openSample(at(folder))).rejects.toThrow(sentence);
    await refused('nowhere', 'nowhere does not exist.');
    await refused('file', 'is a file, not a sample folder.');
    await refused('s', /s contains no camera file \(opencv_cameras\.json, or transforms\.json or /);
    await putCameras('s/opencv_cameras.json', frame({ file_path: 'images/b.png' }));
    await refused('s', 'opencv_cameras.json: camera 0: images/b.png is not among the pictures.');
    await putCameras('s/opencv_cameras.json', frame(), frame());
    await refused('s', 'opencv_cameras.json: there are 1 pictures, but 2 cameras.');
    await refused('.', /contains samples \(s\), but is none itself\. Give one of them\.$/);
    await rm(at('s/images/a.png'));
    await refused('s', /images contains no pictures\.$/);
  });
});

describe('masks beside the pictures', () => {
  it('are no pictures, if the cameras name none', async () => {
    await make('s/orig0.png', 's/orig1.png', 's/mask0.png', 's/mask1.png');
    await putCameras('s/cameras.json', frame(), frame());
    expect(await openSample(at('s'))).toMatchObject({
      ...{ pictures: [at('s/orig0.png'), at('s/orig1.png')], masks: at('s'), unused: [] },
    });
    const named = [0, 1].map((i) => frame({ file_path: `mask${i}.png` }));
    await putCameras('s/cameras.json', ...named);
    expect(await openSample(at('s'))).toMatchObject({
      ...{ pictures: [at('s/mask0.png'), at('s/mask1.png')], masks: null },
    });
  });
});

describe('openMasks', () => {
  it('finds the mask of a picture by its name', async () => {
    await make('m/a.png', 'm/b_mask.webp', 'm/c.jpg.png');
    const { maskOf } = await openMasks(at('m'), []);
    expect(maskOf('x/A.jpg')).toBe(at('m/a.png'));
    expect(maskOf('b.png')).toBe(at('m/b_mask.webp'));
    expect(maskOf('c.jpg')).toBe(at('m/c.jpg.png'));
    expect(maskOf('d.png')).toBeNull();
  });

  it('finds masks that have only the number of their picture, if it is the only one with it', async () => {
    await make('m/mask0.png', 'm/mask_07.png', 'm/mask1.png');
    const pictures = ['x/orig0.png', 'x/c07.png', 'x/a1.png', 'x/b1.png', 'x/c7.png'];
    const { maskOf } = await openMasks(at('m'), pictures);
    const found = pictures.map((picture) => maskOf(picture));
    expect(found).toEqual([at('m/mask0.png'), at('m/mask_07.png'), null, null, null]);
  });

  it('refuses two masks of one name, and folders without masks', async () => {
    await make('m/a.png', 'm/a.jpg', 'none/notes.txt');
    await expect(openMasks(at('m'), [])).rejects.toThrow(
      /contains both a\.jpg and a\.png\. Keep one/,
    );
    await expect(openMasks(at('none'), [])).rejects.toThrow(/contains no pictures/);
    await expect(openMasks(at('m/a.png'), [])).rejects.toThrow(/is a file, not a folder of masks/);
  });
});
