import { describe, expect, it } from 'vitest';
import { pairPictures } from './pairing.ts';

const named = (...pictures: string[]) => pictures.map((picture) => ({ picture }));
const CAMS = ['cam10.png', 'cam8.png', 'cam9.png'];

describe('pairPictures', () => {
  it.each([
    ['names', named('cam8.png', 'cam9.png', 'cam10.png'), CAMS, [1, 2, 0]],
    [
      'paths of another machine',
      named('C:\\rig\\cam9.png', '/x/cam10.png', './cam8.png'),
      CAMS,
      [2, 0, 1],
    ],
    ['names without an ending', named('train/cam8', 'train/cam9', 'train/cam10'), CAMS, [1, 2, 0]],
    ['names with another ending', named('cam8.JPG', 'cam9.JPG', 'cam10.JPG'), CAMS, [1, 2, 0]],
    ['the ending among equal stems', named('a.png'), ['a.jpg', 'a.png'], [1]],
    ['the folder among equal names', named('l/0.png', 'r/0.png'), ['r/0.png', 'l/0.png'], [1, 0]],
    ['the natural order of pictures without names', [{}, {}, {}], CAMS, [1, 2, 0]],
  ])('goes by %s', (_, entries, pictures, expected) => {
    expect(pairPictures(entries, pictures)).toMatchObject({ pictures: expected });
  });

  it('says by what it paired, and lists pictures that no camera names', () => {
    expect(pairPictures(named('cam9.png'), CAMS)).toEqual({
      by: 'file_path',
      pictures: [2],
      unused: [0, 1],
    });
    expect(pairPictures([{}], ['a'])).toEqual({ by: 'order', pictures: [0], unused: [] });
  });

  it('says that there are no pictures', () => {
    expect(pairPictures([{}, { name: 'a' }], [])).toBe('there are 0 pictures, but 2 cameras');
  });

  const cameras = (...names: string[]) => names.map((name) => ({ name }));

  it.each([
    ['in any order', cameras('Camera2', 'Camera1'), ['Camera1.png', 'Camera2.png'], [1, 0]],
    ['as words', cameras('cam1', 'cam10'), ['x_cam10_007.png', 'x_cam1_007.png'], [1, 0]],
    ['as folders', cameras('cam1', 'cam2'), ['/r/cam2/0.png', '/r/cam1/0.png'], [1, 0]],
    ['beside others', cameras('top'), ['side-0.png', 'top-0.png'], [1]],
  ])('goes by the names of the cameras %s', (_, entries, pictures, expected) => {
    expect(pairPictures(entries, pictures)).toMatchObject({ by: 'name', pictures: expected });
  });

  it.each([
    ['fit no picture', cameras('a', 'b'), ['x.png', 'w.png'], [1, 0]],
    ['fit all', cameras('1', '2'), ['/1_2/x.png', '/1_2/w.png'], [1, 0]],
    ['fit in part, in the same order', cameras('a', 'b'), ['a.png', 'x.png'], [0, 1]],
  ])('goes by the order if the names %s', (_, entries, pictures, expected) => {
    expect(pairPictures(entries, pictures)).toMatchObject({ by: 'order', pictures: expected });
  });

  it.each([
    [
      cameras('Camera1', 'Camera2', 'Camera3'),
      ['Camera1.png', 'Camera2.png', 'A3.png'],
      'by its name, camera Camera1 belongs to Camera1.png, but other cameras fit no picture',
    ],
    [cameras('a'), ['b.png', 'c.png'], 'there are 2 pictures, but 1 cameras'],
    [[{ picture: 'a.png' }, {}], ['a.png', 'b.png'], '1 of 2 cameras name a picture'],
    [[{}, {}], ['a.png'], 'there are 1 pictures, but 2 cameras'],
    [named('c.png'), ['a.png'], 'camera 0: c.png is not among the pictures'],
    [named('a.png', 'x/a.jpg'), ['a.png'], 'cameras 0 and 1 both name a.png'],
    [named('a'), ['a.png', 'a.jpg'], 'camera 0: a may be a.png or a.jpg'],
  ])('refuses %j with %j', (entries, pictures, sentence) => {
    expect(pairPictures(entries, pictures)).toContain(sentence);
  });
});
