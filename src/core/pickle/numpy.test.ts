import { describe, expect, it } from 'vitest';
import { runPickle } from './machine.ts';
import { NumpyArray, NumpyRules } from './numpy.ts';
import type { PickleValue } from './values.ts';

const error = (why: string) => new Error(why);
const read = (bytes: Uint8Array) =>
  runPickle(bytes, new NumpyRules({ damaged: error, tooMuch: error, unsafe: error }));

/** Arrays as lists of their numbers. */
const plain = (value: PickleValue): unknown =>
  value instanceof NumpyArray
    ? value.numbers(100)
    : Array.isArray(value)
      ? value.map(plain)
      : value;

/** Recorded with base64.b64encode(pickle.dumps(array, protocol)) of NumPy 2.4.6. */
const PICKLES: [name: string, base64: string, numbers: unknown][] = [
  [
    'float64, protocol 2',
    'gAJjbnVtcHkuX2NvcmUubXVsdGlhcnJheQpfcmVjb25zdHJ1Y3QKcQBjbnVtcHkKbmRhcnJheQpxAUsAhXECY19jb2RlY3MKZW5jb2RlCnEDWAEAAABicQRYBgAAAGxhdGluMXEFhnEGUnEHh3EIUnEJKEsBSwJLAoZxCmNudW1weQpkdHlwZQpxC1gCAAAAZjhxDImIh3ENUnEOKEsDWAEAAAA8cQ9OTk5K/////0r/////SwB0cRBiiWgDWCEAAAAAAAAAAADDuD8AAAAAAAAAQAAAAAAAAAhAAAAAAAAAEEBxEWgFhnESUnETdHEUYi4=',
    [1.5, 2, 3, 4],
  ],
  [
    'float64, protocol 4',
    'gASVqwAAAAAAAACMFm51bXB5Ll9jb3JlLm11bHRpYXJyYXmUjAxfcmVjb25zdHJ1Y3SUk5SMBW51bXB5lIwHbmRhcnJheZSTlEsAhZRDAWKUh5RSlChLAUsCSwKGlGgDjAVkdHlwZZSTlIwCZjiUiYiHlFKUKEsDjAE8lE5OTkr/////Sv////9LAHSUYolDIAAAAAAAAPg/AAAAAAAAAEAAAAAAAAAIQAAAAAAAABBAlHSUYi4=',
    [1.5, 2, 3, 4],
  ],
  [
    'float64, protocol 5',
    'gAWVlgAAAAAAAACME251bXB5Ll9jb3JlLm51bWVyaWOUjAtfZnJvbWJ1ZmZlcpSTlCiWIAAAAAAAAAAAAAAAAAD4PwAAAAAAAABAAAAAAAAACEAAAAAAAAAQQJSMBW51bXB5lIwFZHR5cGWUk5SMAmY4lImIh5RSlChLA4wBPJROTk5K/////0r/////SwB0lGJLAksChpSMAUOUdJRSlC4=',
    [1.5, 2, 3, 4],
  ],
  [
    'columns first, protocol 3',
    'gANjbnVtcHkuX2NvcmUubXVsdGlhcnJheQpfcmVjb25zdHJ1Y3QKcQBjbnVtcHkKbmRhcnJheQpxAUsAhXECQwFicQOHcQRScQUoSwFLAksDhnEGY251bXB5CmR0eXBlCnEHWAIAAABmOHEIiYiHcQlScQooSwNYAQAAADxxC05OTkr/////Sv////9LAHRxDGKIQzAAAAAAAAD4PwAAAAAAABBAAAAAAAAAAEAAAAAAAAAUQAAAAAAAAAhAAAAAAAAAGEBxDXRxDmIu',
    [1.5, 2, 3, 4, 5, 6],
  ],
  [
    'columns first, protocol 5',
    'gAWVpgAAAAAAAACME251bXB5Ll9jb3JlLm51bWVyaWOUjAtfZnJvbWJ1ZmZlcpSTlCiWMAAAAAAAAAAAAAAAAAD4PwAAAAAAABBAAAAAAAAAAEAAAAAAAAAUQAAAAAAAAAhAAAAAAAAAGECUjAVudW1weZSMBWR0eXBllJOUjAJmOJSJiIeUUpQoSwOMATyUTk5OSv////9K/////0sAdJRiSwJLA4aUjAFGlHSUUpQu',
    [1.5, 2, 3, 4, 5, 6],
  ],
  [
    'big-endian float32',
    'gASVkQAAAAAAAACMFm51bXB5Ll9jb3JlLm11bHRpYXJyYXmUjAxfcmVjb25zdHJ1Y3SUk5SMBW51bXB5lIwHbmRhcnJheZSTlEsAhZRDAWKUh5RSlChLAUsChZRoA4wFZHR5cGWUk5SMAmY0lImIh5RSlChLA4wBPpROTk5K/////0r/////SwB0lGKJQwg/wAAAwAAAAJR0lGIu',
    [1.5, -2],
  ],
  [
    'int64',
    'gASVmwAAAAAAAACMFm51bXB5Ll9jb3JlLm11bHRpYXJyYXmUjAxfcmVjb25zdHJ1Y3SUk5SMBW51bXB5lIwHbmRhcnJheZSTlEsAhZRDAWKUh5RSlChLAUsCSwGGlGgDjAVkdHlwZZSTlIwCaTiUiYiHlFKUKEsDjAE8lE5OTkr/////Sv////9LAHSUYolDEP3/////////AAAAAAABAACUdJRiLg==',
    [-3, 2 ** 40],
  ],
  [
    'uint8 and bool',
    'gASV0QAAAAAAAABdlCiMFm51bXB5Ll9jb3JlLm11bHRpYXJyYXmUjAxfcmVjb25zdHJ1Y3SUk5SMBW51bXB5lIwHbmRhcnJheZSTlEsAhZRDAWKUh5RSlChLAUsChZRoBIwFZHR5cGWUk5SMAnUxlImIh5RSlChLA4wBfJROTk5K/////0r/////SwB0lGKJQwLIAZR0lGJoA2gGSwCFlGgIh5RSlChLAUsChZRoDYwCYjGUiYiHlFKUKEsDaBFOTk5K/////0r/////SwB0lGKJQwIBAJR0lGJlLg==',
    [
      [200, 1],
      [1, 0],
    ],
  ],
  [
    'int16, uint16, int32, uint32, int8, uint64',
    'gASV5AEAAAAAAABdlCiMFm51bXB5Ll9jb3JlLm11bHRpYXJyYXmUjAxfcmVjb25zdHJ1Y3SUk5SMBW51bXB5lIwHbmRhcnJheZSTlEsAhZRDAWKUh5RSlChLAUsBhZRoBIwFZHR5cGWUk5SMAmkylImIh5RSlChLA4wBPJROTk5K/////0r/////SwB0lGKJQwL//5R0lGJoA2gGSwCFlGgIh5RSlChLAUsBhZRoDYwCdTKUiYiHlFKUKEsDaBFOTk5K/////0r/////SwB0lGKJQwJg6pR0lGJoA2gGSwCFlGgIh5RSlChLAUsBhZRoDYwCaTSUiYiHlFKUKEsDaBFOTk5K/////0r/////SwB0lGKJQwSQ7v7/lHSUYmgDaAZLAIWUaAiHlFKUKEsBSwGFlGgNjAJ1NJSJiIeUUpQoSwNoEU5OTkr/////Sv////9LAHSUYolDBAAoa+6UdJRiaANoBksAhZRoCIeUUpQoSwFLAYWUaA2MAmkxlImIh5RSlChLA4wBfJROTk5K/////0r/////SwB0lGKJQwH5lHSUYmgDaAZLAIWUaAiHlFKUKEsBSwGFlGgNjAJ1OJSJiIeUUpQoSwNoEU5OTkr/////Sv////9LAHSUYolDCAcAAAAAAAAAlHSUYmUu',
    [[-1], [60000], [-70000], [4e9], [-7], [7]],
  ],
  [
    'scalars',
    'gASVnwAAAAAAAABdlCiMFm51bXB5Ll9jb3JlLm11bHRpYXJyYXmUjAZzY2FsYXKUk5SMBW51bXB5lIwFZHR5cGWUk5SMAmY4lImIh5RSlChLA4wBPJROTk5K/////0r/////SwB0lGJDCAAAAAAAAARAlIaUUpRoA2gGjAJpNJSJiIeUUpQoSwNoCk5OTkr/////Sv////9LAHSUYkME/P///5SGlFKUZS4=',
    [2.5, -4],
  ],
  [
    'an empty array, and one without axes',
    'gASVsgAAAAAAAABdlCiMFm51bXB5Ll9jb3JlLm11bHRpYXJyYXmUjAxfcmVjb25zdHJ1Y3SUk5SMBW51bXB5lIwHbmRhcnJheZSTlEsAhZRDAWKUh5RSlChLAUsASwOGlGgEjAVkdHlwZZSTlIwCZjiUiYiHlFKUKEsDjAE8lE5OTkr/////Sv////9LAHSUYolDAJR0lGJoA2gGSwCFlGgIh5RSlChLASloEIlDCAAAAAAAABxAlHSUYmUu',
    [[], [7]],
  ],
  [
    'complex numbers',
    'gASVmgAAAAAAAACMFm51bXB5Ll9jb3JlLm11bHRpYXJyYXmUjAxfcmVjb25zdHJ1Y3SUk5SMBW51bXB5lIwHbmRhcnJheZSTlEsAhZRDAWKUh5RSlChLAUsBhZRoA4wFZHR5cGWUk5SMA2MxNpSJiIeUUpQoSwOMATyUTk5OSv////9K/////0sAdJRiiUMQAAAAAAAAAAAAAAAAAADwP5R0lGIu',
    null,
  ],
  [
    'objects',
    'gASVjwAAAAAAAACMFm51bXB5Ll9jb3JlLm11bHRpYXJyYXmUjAxfcmVjb25zdHJ1Y3SUk5SMBW51bXB5lIwHbmRhcnJheZSTlEsAhZRDAWKUh5RSlChLAUsChZRoA4wFZHR5cGWUk5SMAk84lImIh5RSlChLA4wBfJROTk5K/////0r/////Sz90lGKJXZQoTowBYZRldJRiLg==',
    null,
  ],
  [
    'three axes, columns first',
    'gASVzQAAAAAAAACMFm51bXB5Ll9jb3JlLm11bHRpYXJyYXmUjAxfcmVjb25zdHJ1Y3SUk5SMBW51bXB5lIwHbmRhcnJheZSTlEsAhZRDAWKUh5RSlChLAUsCSwJLAoeUaAOMBWR0eXBllJOUjAJmOJSJiIeUUpQoSwOMATyUTk5OSv////9K/////0sAdJRiiENAAAAAAAAAAAAAAAAAAAAQQAAAAAAAAABAAAAAAAAAGEAAAAAAAADwPwAAAAAAABRAAAAAAAAACEAAAAAAAAAcQJR0lGIu',
    null,
  ],
];

describe('arrays of NumPy', () => {
  it.each(PICKLES)('%s', (_, base64, numbers) => {
    expect(plain(read(Buffer.from(base64, 'base64')))).toEqual(numbers);
  });

  it('an array in an OrderedDict', () => {
    const base64 =
      'gASVtwAAAAAAAACMC2NvbGxlY3Rpb25zlIwLT3JkZXJlZERpY3SUk5QpUpSMAWGUjBZudW1weS5fY29yZS5tdWx0aWFycmF5lIwMX3JlY29uc3RydWN0lJOUjAVudW1weZSMB25kYXJyYXmUk5RLAIWUQwFilIeUUpQoSwFLAYWUaAiMBWR0eXBllJOUjAJmOJSJiIeUUpQoSwOMATyUTk5OSv////9K/////0sAdJRiiUMIAAAAAAAA8D+UdJRicy4=';
    const dict = read(Buffer.from(base64, 'base64'));
    if (!(dict instanceof Map)) throw new Error('no dict');
    expect(plain(dict.get('a') ?? null)).toEqual([1]);
  });

  it('a large array is not read', () => {
    const array = read(Buffer.from(PICKLES[1][1], 'base64'));
    expect(array).toBeInstanceOf(NumpyArray);
    expect((array as NumpyArray).numbers(3)).toBeNull();
    expect((array as NumpyArray).shape).toEqual([2, 2]);
  });

  it.each([
    ['os\nsystem', 'os.system'],
    ['numpy\nload', 'numpy.load'],
    ['numpy.core.multiarray\nfromfile', 'numpy.core.multiarray.fromfile'],
    ['builtins\neval', 'builtins.eval'],
  ])('%j is refused', (name, path) => {
    expect(() => read(Buffer.from(`\x80\x02c${name}\n.`, 'latin1'))).toThrow(path);
  });

  it('damage is refused', () => {
    const bytes = Buffer.from(PICKLES[1][1], 'base64');
    for (let end = 2; end < bytes.length; end++)
      expect(() => read(bytes.subarray(0, end))).toThrow(/its pickle/);
  });
});
