import { describe, expect, it } from 'vitest';
import { colmapFiles, colmapTexts } from '../../../../test/cameras/write-binary.ts';
import { concat, fields } from '../../../../test/zip-file.ts';
import { colmapBinary } from './binary.ts';
import { colmapText } from './text.ts';

const texts = colmapTexts();
const files = colmapFiles();
const text = (from: string | RegExp, to: string, images = texts.images) =>
  colmapText(texts.cameras.replace(from, to), images);

describe('a COLMAP model as text', () => {
  it.each([
    ['PINHOLE 1152 1024 1667.5 1674.25 603.9 493', undefined],
    ['SIMPLE_RADIAL 1152 1024 1667.5 603.9 493 -0.16', [-0.16]],
    ['RADIAL 1152 1024 1667.5 603.9 493 -0.16 0.94', [-0.16, 0.94]],
    ['OPENCV 1152 1024 1667.5 1674.25 603.9 493 0 0 0.001 0', [0, 0, 0.001]],
    ['OPENCV 1152 1024 1667.5 1674.25 603.9 493 0 0 0 0', undefined],
  ])('%s', (camera, distortion) => {
    const entries = text(/FULL_OPENCV.*/, camera);
    expect(entries[0]).toMatchObject({ intrinsics: { fx: 1667.5, cx: 603.9, cy: 493 } });
    expect(typeof entries === 'string' ? entries : entries[0].distortion).toEqual(distortion);
  });

  it('pictures may have spaces in their names', () => {
    const entries = colmapText(
      texts.cameras,
      texts.images.replace('Camera1.png', 'my photo 1.png'),
    );
    expect(entries[0]).toMatchObject({ picture: 'my photo 1.png' });
  });

  it.each<[name: string, entries: () => unknown, sentence: RegExp]>([
    [
      'a fisheye lens',
      () => text('FULL_OPENCV', 'OPENCV_FISHEYE'),
      /camera 1: it is a fisheye lens/,
    ],
    ['another model', () => text('FULL_OPENCV', 'FOV'), /camera 1 has the model FOV/],
    [
      'a parameter too many',
      () => text('FULL_OPENCV', 'OPENCV'),
      /camera 1 does not have 8 parameters/,
    ],
    ['a parameter of text', () => text('1667.5', 'x'), /camera 1 does not have 12 parameters/],
    ['no size', () => text('1152 1024', '0 1024'), /camera 1 has no size/],
    ['a focal length of 0', () => text('1667.5', '0'), /camera 1 has no focal length/],
    [
      'a camera that is missing',
      () => text('\n2 FULL', '\n7 FULL'),
      /image Camera2\.png names camera 2/,
    ],
    ['no images', () => text('', '', '# none\n'), /images\.txt contains no images/],
    [
      'a short line',
      () => text('', '', '1 1 0 0 0 1 2 3 1\n\n'),
      /the line of image 1 in images\.txt/,
    ],
    ['no rotation', () => text('', '', '1 0 0 0 0 1 2 3 1 a.png\n\n'), /image a\.png has no pose/],
    [
      'a pose of text',
      () => text('', '', '1 a 0 0 0 1 2 3 1 a.png\n\n'),
      /image a\.png has no pose/,
    ],
  ])('is refused: %s', (_, entries, sentence) => {
    expect(entries()).toMatch(sentence);
  });
});

describe('a binary COLMAP model', () => {
  /** cameras.bin with another model number in the first camera. */
  const model = (number: number) =>
    concat([files.cameras.slice(0, 12), fields([4, number]), files.cameras.slice(16)]);
  const name = files.images.length - 24 * 2 - 8 - 'Camera3.png\0'.length;

  it('is refused wherever it is cut off', () => {
    for (let end = 0; end < files.cameras.length; end++)
      expect(colmapBinary(files.cameras.slice(0, end), files.images)).toBeTypeOf('string');
    for (let end = 0; end < files.images.length; end++)
      expect(colmapBinary(files.cameras, files.images.slice(0, end))).toMatch(
        /images\.bin ends too early/,
      );
  });

  it.each<[name: string, entries: () => unknown, sentence: RegExp]>([
    [
      'a fisheye lens',
      () => colmapBinary(model(5), files.images),
      /camera 1: it is a fisheye lens/,
    ],
    ['another model', () => colmapBinary(model(7), files.images), /camera 1 has the model FOV/],
    [
      'an unknown model',
      () => colmapBinary(model(0xffffffff), files.images),
      /camera 1 has model number 4294967295/,
    ],
    ['too many cameras', () => colmapBinary(fields([8, 2n ** 60n]), files.images), /too many/],
    [
      'too many images',
      () => colmapBinary(files.cameras, fields([8, 10_001])),
      /10001 images, which are too many/,
    ],
    ['no images', () => colmapBinary(files.cameras, fields([8, 0])), /contains no images/],
    [
      'a name without an end',
      () => colmapBinary(files.cameras, files.images.slice().fill(65, name)),
      /ends too early/,
    ],
    [
      'a million points that are not there',
      () =>
        colmapBinary(files.cameras, concat([files.images.slice(0, -24 * 2 - 8), fields([8, 1e6])])),
      /ends too early/,
    ],
  ])('is refused: %s', (_, entries, sentence) => {
    expect(entries()).toMatch(sentence);
  });
});
