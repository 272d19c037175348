import { describe, expect, it } from 'vitest';
import { aniposeFile } from '../../../test/cameras/write-texts.ts';
import { aniposeEntries } from './anipose.ts';

const whole = aniposeFile();
const changed = (from: string | RegExp, to: string) => aniposeEntries(whole.replace(from, to));

describe("Anipose's file", () => {
  it('may have rotations as matrices, sizes as fractions, and no sizes', () => {
    const matrix = 'rotation = [[1, 0, 0], [0, 1, 0], [0, 0, 1]]';
    expect(changed(/rotation = .*/, matrix)[0]).toMatchObject({ w2c: { 0: 1, 5: 1, 10: 1 } });
    expect(changed(/size = .*/, 'size = [1088.0, 1920.0]')[0]).toMatchObject({
      size: { width: 1088, height: 1920 },
    });
    expect(changed(/size = .*/, '')[0]).not.toHaveProperty('size');
  });

  it('is read with another name of its sections, and with CRLF', () => {
    expect(aniposeEntries(whole.replaceAll('cam_', 'int_cam_').replaceAll('\n', '\r\n'))).toEqual(
      aniposeEntries(whole),
    );
  });

  it.each<[name: string, from: string | RegExp, to: string, sentence: RegExp]>([
    ['no TOML', 'matrix = [', 'matrix = [[', /it is not TOML: line \d+, column \d+/],
    ['a key twice', 'size =', 'name = "a"\nsize =', /it is not TOML: line 3/],
    [
      'lists that are nested too deeply',
      'size =',
      `x = ${'['.repeat(99)}\nsize =`,
      /it is not TOML/,
    ],
    ['no cameras', /\[cam[^]*\n\n/, '', /TOML without cameras/],
    ['a fisheye lens', 'size =', 'fisheye = true\nsize =', /camera Camera1: it is a fisheye lens/],
    ['no matrix', /matrix = .*/, '', /camera Camera1: fx and fy must be above 0/],
    ['no rotation', /rotation = .*/, '', /camera Camera1: rvec must be 3 numbers/],
    ['no translation', /translation = .*/, '', /camera Camera1: rvec and t must be/],
    ['a short rotation', /rotation = .*/, 'rotation = [1, 2]', /camera Camera1: rvec must be 3/],
    [
      'three coefficients',
      /distortions = .*/,
      'distortions = [0.1, 0, 0]',
      /there are 3 coefficients/,
    ],
    [
      'coefficients of text',
      /distortions = .*/,
      'distortions = ["a"]',
      /must be a list in the order/,
    ],
    ['a size of one number', /size = .*/, 'size = [1152]', /w and h must be whole numbers/],
    ['a size of text', /size = .*/, 'size = "large"', /w and h must be whole numbers/],
    ['infinity', '10.3', 'inf', /camera Camera1: rvec and t must be/],
    ['NaN', '1667.5', 'nan', /camera Camera1: fx and fy must be above 0/],
    ['a day', '[ 10.3', '[ 1979-05-27', /camera Camera1: rvec and t must be/],
    [
      'a matrix of the other order',
      /matrix = .*/,
      'matrix = [[9, 0, 0], [0, 9, 0], [5, 5, 1]]',
      /K is transposed/,
    ],
    ['a prototype', 'size =', '__proto__ = {matrix = 1}\nsize =', /^$/],
  ])('is refused: %s', (name, from, to, sentence) => {
    const entries = changed(from, to);
    if (name === 'a prototype') expect(entries).toEqual(aniposeEntries(whole));
    else expect(entries).toMatch(sentence);
  });

  it('a key of many parts is refused', () => {
    expect(aniposeEntries(`${'a.'.repeat(200_000)}b = 1`)).toBeTypeOf('string');
  });
});
