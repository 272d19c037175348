import { describe, expect, it } from 'vitest';
import { naturally } from '../../core/natural-order.ts';
import type { FileKind, SortedFile } from './kinds.ts';
import { samplesIn } from './samples.ts';

/** Files from `path:kind`. Without a kind: a photo. */
const found = (words: string) => {
  const files = words.split(' ').map((word): SortedFile => {
    const [path, kind = 'photo'] = word.split(':');
    return { path, kind: kind as FileKind, blob: new Blob([path]) };
  });
  const { samples, others, free } = samplesIn(files.sort((a, b) => naturally(a.path, b.path)));
  const paths = (list: readonly { path: string }[]) => list.map(({ path }) => path).join(' ');
  return {
    samples: samples.map(({ folder, name, cameras, camerasName, pictures, masks }) => ({
      ...{ folder, name, camerasName },
      ...{ cameras: paths(cameras), pictures: paths(pictures), masks: paths(masks) },
    })),
    others: paths(others),
    free: paths(free),
  };
};

describe('one sample', () => {
  it.each<[what: string, files: string, sample: object, others?: string]>([
    [
      'a folder as in FaceLift’s data sets',
      's/images/a.png s/images/b.png s/masks/a.png s/masks/b.png s/opencv_cameras.json:cameras s/preview.png s/n.txt:text',
      {
        ...{ name: 's', camerasName: 'opencv_cameras.json', cameras: 's/opencv_cameras.json' },
        ...{ pictures: 's/images/a.png s/images/b.png', masks: 's/masks/a.png s/masks/b.png' },
      },
      's/n.txt s/preview.png',
    ],
    [
      'loose pictures with their camera file',
      'b.png a.png calibration.toml:cameras',
      { name: 'calibration', pictures: 'a.png b.png', masks: '', cameras: 'calibration.toml' },
    ],
    [
      'loose pictures with loose masks',
      'a.png a_mask.png b.png b_mask.png c_mask.png r.json:cameras',
      { pictures: 'a.png b.png c_mask.png', masks: 'a_mask.png b_mask.png' },
    ],
    [
      'masks that have only the number of their picture',
      'orig0.png orig1.png mask0.png mask1.png mask2.png r.json:cameras',
      { pictures: 'mask2.png orig0.png orig1.png', masks: 'mask0.png mask1.png' },
    ],
    [
      'pictures and cameras in folders beside each other',
      'rig/frames/Camera1/0.png rig/frames/Camera2/0.png rig/Masks/1.png rig/calib/c.toml:cameras',
      {
        ...{ name: 'rig', cameras: 'rig/calib/c.toml' },
        ...{ pictures: 'rig/frames/Camera1/0.png rig/frames/Camera2/0.png' },
        masks: 'rig/Masks/1.png',
      },
    ],
    [
      'a folder of pictures and a camera file beside it',
      'images/a.png images/b.png opencv_cameras.json:cameras',
      { name: 'opencv_cameras', pictures: 'images/a.png images/b.png' },
    ],
    [
      'a model of COLMAP below the pictures',
      'd/images/a.png d/images/b.png d/sparse/0/cameras.txt:cameras d/sparse/0/images.txt:cameras',
      {
        ...{ name: 'd', camerasName: '0' },
        cameras: 'd/sparse/0/cameras.txt d/sparse/0/images.txt',
      },
    ],
    [
      'of several camera files one with a usual name, and the nearest',
      's/a.png s/b.png s/z.json:cameras s/transforms.json:cameras s/old/opencv_cameras.json:cameras',
      { cameras: 's/transforms.json', camerasName: 'transforms.json' },
      's/old/opencv_cameras.json s/z.json',
    ],
  ])('%s', (_, files, sample, others = '') => {
    const all = found(files);
    expect(all.samples).toHaveLength(1);
    expect(all.samples[0]).toMatchObject(sample);
    expect(all.others).toBe(others);
  });
});

it('a data folder has several samples, in natural order', () => {
  const of = (n: number) =>
    `d/sample_${n}/images/a.png d/sample_${n}/images/b.png d/sample_${n}/opencv_cameras.json:cameras`;
  const all = found(`${of(10)} ${of(2)} d/list.txt:text d/more/photo.png`);
  expect(all.samples.map(({ name }) => name)).toEqual(['sample_2', 'sample_10']);
  expect(all.samples[0].pictures).toBe('d/sample_2/images/a.png d/sample_2/images/b.png');
  expect(all.others).toBe('d/list.txt d/more/photo.png');
  expect(all.free).toBe('d/more/photo.png');
});

it('a photo in the folder of a sample is not free, also if the sample does not use it', () => {
  const all = found('s/images/a.png s/images/b.png s/c.json:cameras s/preview.png photo.png');
  expect(all.others).toBe('photo.png s/preview.png');
  expect(all.free).toBe('photo.png');
  expect(found('a.png b.png c.json:cameras x/images/c.png').free).toBe('');
});

describe('a camera file that several samples share', () => {
  it.each(['', 'day/'])('is used by each folder with images: in “%s”', (root) => {
    const of = (name: string) =>
      `${name}/images/a.png ${name}/images/b.png ${name}/masks/a.png ${name}/masks/b.png`
        .split(' ')
        .map((path) => root + path)
        .join(' ');
    const all = found(`${root}rig.toml:cameras ${of('s10')} ${of('s9')} ${root}photo.png`);
    expect(all.samples).toEqual(
      ['s9', 's10'].map((name) => ({
        ...{ folder: root + name, name, cameras: `${root}rig.toml`, camerasName: 'rig.toml' },
        pictures: `${root}${name}/images/a.png ${root}${name}/images/b.png`,
        masks: `${root}${name}/masks/a.png ${root}${name}/masks/b.png`,
      })),
    );
    expect(all.free).toBe(`${root}photo.png`);
  });

  it('is that of one rig if each folder has one picture', () => {
    const all = found('r/rig.json:cameras r/Camera1/images/0.png r/Camera2/images/0.png');
    expect(all.samples.map(({ folder, pictures }) => `${folder}: ${pictures}`)).toEqual([
      'r: r/Camera1/images/0.png r/Camera2/images/0.png',
    ]);
    expect(all.free).toBe('');
  });

  it('leaves out a folder with too few pictures, which are no photos of their own', () => {
    const all = found('rig.json:cameras s1/images/a.png s1/images/b.png s2/images/a.png');
    expect(all.samples.map(({ folder }) => folder)).toEqual(['s1']);
    expect(all.others).toBe('s2/images/a.png');
    expect(all.free).toBe('');
  });

  it('is not used by a sample that has its own', () => {
    const all = found(
      'rig.toml:cameras a/images/1.png a/images/2.png b/images/1.png b/images/2.png b/own.json:cameras',
    );
    expect(all.samples.map(({ folder, cameras }) => `${folder}: ${cameras}`)).toEqual([
      'a: rig.toml',
      'b: b/own.json',
    ]);
  });

  it('belongs to one sample if the folders are those of its cameras', () => {
    const all = found('rig.toml:cameras Camera1/0.png Camera2/0.png');
    expect(all.samples.map(({ pictures }) => pictures)).toEqual(['Camera1/0.png Camera2/0.png']);
  });
});

it.each([
  ['photos without cameras', 'a.png b.png'],
  ['cameras without photos', 'o.json:cameras'],
  ['one photo beside cameras', 'a.png o.json:cameras'],
])('%s are no sample', (_, files) => {
  expect(found(files).samples).toEqual([]);
  expect(found(files).others).toBe(files.replace(/:\w+/g, ''));
});
