import { describe, expect, it } from 'vitest';
import { decodePnm, readPnmHeader } from './pnm.ts';

const bytes = (...parts: (string | number[])[]) =>
  new Uint8Array(
    parts.flatMap((part) => (typeof part === 'string' ? [...Buffer.from(part)] : part)),
  );

describe('decodePnm', () => {
  it.each([
    ['P1, digits without spaces', bytes('P1\n3 2\n101\n010'), 1, [0, 1, 0, 1, 0, 1], 1],
    [
      'P2 with comments',
      bytes('P2 # made by hand\n3\n# height:\n2 15\n0 1 2\n13 14 15'),
      1,
      [0, 1, 2, 13, 14, 15],
      15,
    ],
    ['P3', bytes('P3 1 2 255 1 2 3 4 5 6'), 3, [1, 2, 3, 4, 5, 6], 255],
    [
      'P4, rows of whole bytes',
      bytes('P4\n10 1\n', [0b10100000, 0b01000000]),
      1,
      [0, 1, 0, 1, 1, 1, 1, 1, 1, 0],
      1,
    ],
    ['P5', bytes('P5\n3 2\n255\n', [9, 8, 7, 6, 5, 4]), 1, [9, 8, 7, 6, 5, 4], 255],
    ['P5 of 12 bits', bytes('P5 2 1 4095\n', [0x0f, 0xff, 0x01, 0x02]), 1, [4095, 258], 4095],
    ['P6', bytes('P6 1 1 255 ', [1, 2, 3]), 3, [1, 2, 3], 255],
    ['P6 of 16 bits', bytes('P6\r\n1 1 65535\n', [1, 0, 2, 0, 3, 0]), 3, [256, 512, 768], 65535],
    ['trailing bytes', bytes('P5 1 1 255\n', [7, 99, 99]), 1, [7], 255],
    ['a first sample that looks like a space', bytes('P5 1 1 255\n', [32]), 1, [32], 255],
  ])('%s', (_, file, channels, data, white) => {
    const samples = decodePnm(file);
    expect({ ...samples, data: [...Array.from(samples.data)] }).toMatchObject({
      channels,
      data,
      white,
    });
  });

  it.each([
    ['P2 that ends early', bytes('P2 2 2 255 1 2 3')],
    ['P5 that ends early', bytes('P5 2 2 255\n', [1, 2, 3])],
    ['P5 of 16 bits that ends early', bytes('P5 1 1 65535\n', [1])],
    ['P4 that ends early', bytes('P4 9 1\n', [1])],
    ['a huge size without samples', bytes('P5 60000 60000 255\n', [1])],
  ])('%s is an error', (_, file) => expect(() => decodePnm(file)).toThrow('end'));

  it.each([
    ['text', bytes('Photo of a mouse')],
    ['P7', bytes('P7\nWIDTH 2\n')],
    ['no height', bytes('P5 3')],
    ['a white of 0', bytes('P5 1 1 0\n')],
    ['a white of more than 16 bits', bytes('P5 1 1 65536\n')],
    ['a width of 0', bytes('P5 0 1 255\n')],
    ['no space after P5', bytes('P51 1 255\n')],
  ])('%s is no header', (_, file) => expect(readPnmHeader(file)).toBeNull());
});
