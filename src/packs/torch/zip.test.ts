import { describe, expect, test } from 'vitest';
import { deflateRawSync } from 'node:zlib';
import { concat, fields, zipFile, type ZipLies, type ZipPart } from '../../test/zip-file.ts';
import { dataOffset, readZip } from './zip.ts';

const data = Uint8Array.from({ length: 40 }, (_, i) => i);
const part = (change: Partial<ZipPart> = {}): ZipPart => ({ name: 'a/data.pkl', data, ...change });
const second = part({ name: 'a/data/0' });

/** The zip64 field of a central header. */
const zip64 = (...values: bigint[]) =>
  concat([fields([2, 1], [2, 8 * values.length]), ...values.map((value) => fields([8, value]))]);

/** A part whose headers both state `size`, whatever the length of its data. */
const sized = (size: number) => part({ central: { size, storedSize: size }, local: { size } });

/** A part whose size is stated in `extra` only. */
const zip64Sized = (extra: Uint8Array) =>
  part({ central: { size: 0xffffffff, storedSize: 0xffffffff, extra } });

/** Reads the directory and then every entry, as an importer would. */
const open = async (bytes: Uint8Array<ArrayBuffer>) => {
  const blob = new Blob([bytes]);
  const found = new Map<string, number[]>();
  for (const [name, entry] of await readZip(blob, 'f.pt'))
    found.set(name, [await dataOffset(blob, entry, 'f.pt'), entry.size]);
  return found;
};

test('finds the data of stored entries after their local headers', async () => {
  const padded = part({
    data: concat([new Uint8Array(24), data]),
    local: { extraBytes: 24, size: 40 },
    central: { size: 40, storedSize: 40 },
  });
  const bytes = zipFile([padded, second]);
  const places = await open(bytes);
  expect([...places.keys()]).toEqual(['a/data.pkl', 'a/data/0']);
  for (const [start, size] of places.values())
    expect(bytes.slice(start, start + size)).toEqual(data);
});

test('zip64 fields and records are read', async () => {
  const narrow = zipFile([part(), second]);
  const wideSecond = part({
    name: 'a/data/0',
    local: { size: 0xffffffff },
    central: {
      size: 0xffffffff,
      storedSize: 0xffffffff,
      offset: 0xffffffff,
      extra: concat([fields([2, 0x4246], [2, 1], [1, 0]), zip64(40n, 40n, 80n)]),
    },
  });
  expect(await open(zipFile([part(), wideSecond], { zip64: {} }))).toEqual(await open(narrow));
});

test('a streaming writer may leave the local sizes 0', async () => {
  const streamed = part({ flags: 8, local: { size: 0 } });
  expect((await open(zipFile([streamed]))).get('a/data.pkl')).toEqual([40, 40]);
  await expect(open(zipFile([part({ local: { size: 0 } })]))).rejects.toThrow('different sizes');
});

describe('a zip file is refused for', () => {
  const bomb = deflateRawSync(new Uint8Array(2_000_000));
  const cases: Record<string, [says: string, parts: ZipPart[], lies?: ZipLies]> = {
    'a compressed entry (bomb)': [
      'is compressed',
      [part({ data: bomb, method: 8, central: { size: 2_000_000, storedSize: bomb.length } })],
    ],
    'a directory that says compressed, and a local header that does not': [
      'is compressed',
      [part({ method: 8, local: { method: 0 } })],
    ],
    'a local header that says compressed': ['compressed', [part({ local: { method: 8 } })]],
    'an encrypted entry': ['is encrypted', [part({ flags: 1 })]],
    'a strongly encrypted entry': ['is encrypted', [part({ flags: 0x40 })]],
    'overlapping entries': ['overlaps', [part(), part({ name: 'b', central: { offset: 0 } })]],
    'an entry that runs into the next': ['overlaps', [sized(90), second]],
    'an entry that runs into the directory': ['lies outside', [sized(41)]],
    'a local extra field that pushes the data into the next': [
      'overlaps the next',
      [part({ local: { extraBytes: 1 } }), second],
    ],
    'an entry outside the file': ['lies outside', [part({ central: { offset: 1_000_000 } })]],
    'an entry without a local header': [
      'no local header',
      [sized(0), part({ name: 'b', data: new Uint8Array(0), central: { offset: 45 } })],
    ],
    'a stored entry of two sizes': ['two sizes', [part({ central: { storedSize: 4 } })]],
    'headers of different sizes': ['different sizes', [part({ local: { size: 39 } })]],
    'headers of different names': ['different names', [part({ local: { name: 'a/data.pkx' } })]],
    'headers of names of different lengths': [
      'different names',
      [part({ ...sized(30), local: { size: 30, name: 'a/d' } })],
    ],
    'a name twice': ['two zip entries', [part(), part()]],
    'a name that leads to a parent folder': ['unusable name', [part({ name: '../../etc/passwd' })]],
    'a name with a parent folder inside': ['unusable name', [part({ name: 'a/../../b' })]],
    'an absolute name': ['unusable name', [part({ name: '/etc/passwd' })]],
    'a drive letter': ['unusable name', [part({ name: 'C:/windows' })]],
    'a backslash': ['unusable name', [part({ name: '..\\b' })]],
    'a control character': ['unusable name', [part({ name: 'a\0b' })]],
    'an empty name': ['unusable name', [part({ name: '' })]],
    'ten million entries': ['too many', [part()], { zip64: { entries: 10_000_000n } }],
    'ten million entries and a directory of that size': [
      'does not end where',
      [part()],
      { zip64: { entries: 10_000_000n, directoryBytes: 600_000_000n } },
    ],
    '2^64 − 1 entries': ['too many', [part()], { zip64: { entries: 2n ** 64n - 1n } }],
    'one entry more than the file has': ['no room', [part()], { entries: 2 }],
    'one entry less than the file has': ['left over', [part(), second], { entries: 1 }],
    'a directory of 2^64 bytes': [
      'does not end where',
      [part()],
      { zip64: { directoryBytes: 2n ** 64n - 1n } },
    ],
    'a directory at 2^63': [
      'does not end where',
      [part()],
      { zip64: { directoryOffset: 2n ** 63n } },
    ],
    'a zip64 record elsewhere': ['zip64 record', [part()], { zip64: { at: 2n ** 62n } }],
    'two directories': ['disagree', [part()], { zip64: {}, entries: 7 }],
    'a directory that starts late': ['does not end where', [part()], { directoryOffset: 90 }],
    'a directory that is too short': ['does not end where', [part()], { directoryBytes: 10 }],
    'bytes behind the end': ['at its end is missing', [part()], { tail: new Uint8Array(3) }],
    'a zip64 size of 2^64': ['lies outside', [zip64Sized(zip64(2n ** 64n - 1n, 2n ** 64n - 1n))]],
    'a zip64 field that is missing': ['bad zip64', [part({ central: { size: 0xffffffff } })]],
    'a zip64 field that is too short': ['bad zip64', [zip64Sized(zip64(40n))]],
    'two zip64 fields': ['bad zip64', [zip64Sized(concat([zip64(40n, 40n), zip64(40n, 40n)]))]],
    'an extra field that runs out': [
      'bad zip64',
      [part({ central: { extra: fields([2, 1], [2, 99]) } })],
    ],
  };
  test.each(Object.entries(cases))('%s', async (_, [says, parts, lies]) => {
    await expect(open(zipFile(parts, lies))).rejects.toMatchObject({
      code: 'checkpoint-invalid',
      message: expect.stringContaining(says),
    });
  });
});

test('every prefix of a zip file is refused', async () => {
  const bytes = zipFile([part(), second], { zip64: {} });
  for (let length = 0; length < bytes.length; length++)
    await expect(open(bytes.slice(0, length))).rejects.toMatchObject({
      code: 'checkpoint-invalid',
    });
});
