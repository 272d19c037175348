import { describe, expect, test } from 'vitest';
import { readSafetensorsHeader, readIndex, readTensor } from './safetensors.ts';

/** A file with this header (object or text) and `dataBytes` bytes of data counting up. */
function file(header: unknown, dataBytes = 0, claimedLength?: bigint): Uint8Array<ArrayBuffer> {
  const text = new TextEncoder().encode(
    typeof header === 'string' ? header : JSON.stringify(header),
  );
  const bytes = new Uint8Array(8 + text.length + dataBytes);
  new DataView(bytes.buffer).setBigUint64(0, claimedLength ?? BigInt(text.length), true);
  bytes.set(text, 8);
  for (let i = 0; i < dataBytes; i++) bytes[8 + text.length + i] = i;
  return bytes;
}

const tensor = (dtype: string, shape: unknown, data_offsets: unknown) => ({
  dtype,
  shape,
  data_offsets,
});

test('reads types, shapes and absolute offsets from bytes and from a Blob', async () => {
  const header = {
    __metadata__: { config: '{}' },
    a: tensor('F16', [2, 2], [0, 8]),
    b: tensor('F32', [], [8, 12]),
    ids: tensor('I64', [1], [12, 20]),
  };
  const bytes = file(header, 20);
  const start = bytes.length - 20;
  for (const source of [bytes, Buffer.from(bytes), new Blob([bytes])]) {
    const { index, otherTypes, metadata } = await readSafetensorsHeader(source, 'w.safetensors');
    expect(metadata).toEqual({ config: '{}' });
    expect([...index.tensors.keys()]).toEqual(['a', 'b']);
    expect(otherTypes).toMatchObject(new Map([['ids', { dtype: 'I64' }]]));
    expect(index.tensors.get('a')).toEqual({
      dtype: 'F16',
      shape: [2, 2],
      offset: start,
      byteLength: 8,
    });
    expect(index.tensors.get('b')?.offset).toBe(start + 8);
  }
});

test('I8 tensors have an index of their own', async () => {
  const header = { w: tensor('I8', [2, 3], [0, 6]), 'w.scale': tensor('F32', [2], [8, 16]) };
  const bytes = file(header, 16);
  const { index, otherTypes } = await readSafetensorsHeader(bytes, 'w.safetensors');
  expect([...index.tensors.keys()]).toEqual(['w.scale']);
  expect(index.bytes?.get('w')).toEqual({
    shape: [2, 3],
    offset: bytes.length - 16,
    byteLength: 6,
  });
  expect([...otherTypes]).toEqual([['w', { dtype: 'I8', byteLength: 6 }]]);
});

test('tensors of every float type are returned as float32, at any alignment', async () => {
  const bytes = file(
    {
      h: tensor('F16', [1], [1, 3]),
      b: tensor('BF16', [1], [3, 5]),
      f: tensor('F32', [1], [5, 9]),
    },
    9,
  );
  const data = bytes.subarray(bytes.length - 9);
  data.set([0, 0x00, 0x3c, 0x80, 0xbf, 0, 0, 0x20, 0x40]);
  const index = await readIndex(bytes, 'w');
  expect([...(await readTensor(bytes, index, 'h'))]).toEqual([1]);
  expect([...(await readTensor(Buffer.from(bytes), index, 'b'))]).toEqual([-1]);
  expect([...(await readTensor(new Blob([bytes]), index, 'f'))]).toEqual([2.5]);
  await expect(readTensor(bytes, index, 'none')).rejects.toMatchObject({ code: 'weights-invalid' });
});

const tenMegabytes = new Blob([new Uint8Array(10_000_000)]);

describe('hostile headers are refused', () => {
  const cases: Record<string, Uint8Array<ArrayBuffer>> = {
    'empty file': new Uint8Array(0),
    'seven bytes': new Uint8Array(7),
    'length beyond the file': file({}, 0, 3n),
    'length beyond 32 bits': file({}, 0, 1n << 40n),
    'largest length': file({}, 0, (1n << 64n) - 1n),
    'no JSON': file('nonsense'),
    'an array': file('[]'),
    null: file('null'),
    'entry is a number': file({ a: 1 }),
    'unknown type': file({ a: tensor('constructor', [1], [0, 4]) }, 4),
    'negative size': file({ a: tensor('F32', [-1], [0, 4]) }, 4),
    'fractional size': file({ a: tensor('F32', [0.5], [0, 2]) }, 4),
    'shape is text': file({ a: tensor('F32', '1', [0, 4]) }, 4),
    'shape overflows': file({ a: tensor('F32', [2 ** 31, 2 ** 31], [0, 4]) }, 4),
    'shape and bytes disagree': file({ a: tensor('F32', [2], [0, 4]) }, 4),
    'ends beyond the file': file({ a: tensor('F32', [2], [0, 8]) }, 4),
    'ends before it starts': file({ a: tensor('F32', [1], [4, 0]) }, 4),
    'three offsets': file({ a: tensor('F32', [1], [0, 4, 8]) }, 8),
    'the same name twice': file(
      '{"a":{"dtype":"U8","shape":[1],"data_offsets":[0,1]},"a":{"dtype":"U8","shape":[1],"data_offsets":[1,2]}}',
      2,
    ),
    'lists in lists': file(`{"a":${'['.repeat(1e6)}${']'.repeat(1e6)}}`),
    'empty objects': file(`{"a":{"shape":[${'{},'.repeat(1e6)}{}]}}`),
    'long shape': file(`{"a":{"shape":[${'1,'.repeat(2.5e6)}1]}}`),
    'short keys': file(`{${Array.from({ length: 600_000 }, (_, i) => `"${i}":0`).join()}}`),
    overlap: file({ a: tensor('F32', [1], [0, 4]), b: tensor('F32', [1], [2, 6]) }, 8),
  };
  test.each(Object.entries(cases))('%s', async (_, bytes) => {
    await expect(readIndex(bytes, 'w')).rejects.toMatchObject({ code: 'weights-invalid' });
  });
});

test('any text is allowed as a tensor name and has no other effect', async () => {
  const names = ['../../etc/passwd', '/abs', 'C:\\x', '', 'a\0b', 'constructor', 'x'.repeat(5_000)];
  const entries = names.map((name) => [name, tensor('F32', [1], [0, 4])]);
  for (const [i, entry] of entries.entries()) {
    const bytes = file(Object.fromEntries([entry]), 4);
    expect([...(await readIndex(bytes, 'w')).tensors.keys()]).toEqual([names[i]]);
  }
  const proto = file('{"__proto__":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}', 4);
  expect((await readIndex(proto, 'w')).tensors.get('__proto__')?.byteLength).toBe(4);
  expect(Object.hasOwn(Object.prototype, 'dtype')).toBe(false);
});

test('too many tensors and too long a header are refused early', async () => {
  const entry = '{"dtype":"F32","shape":[0],"data_offsets":[0,0]}';
  const many = Array.from({ length: 100_001 }, (_, i) => `"${i}":${entry}`).join();
  await expect(readIndex(file(`{${many}}`), 'w')).rejects.toThrow('100001 tensors are too many');
  // At least as long as the header of 10 million tensors.
  const limit = 8_000_000;
  const padded = (length: number) => file(`{}${' '.repeat(length - 2)}`);
  expect((await readIndex(padded(limit), 'w')).tensors.size).toBe(0);
  await expect(readIndex(padded(limit + 1), 'w')).rejects.toThrow(`at most ${limit} are read`);
  const long = new Blob([file('', 0, 480_000_000n), ...Array<Blob>(48).fill(tenMegabytes)]);
  await expect(readIndex(long, 'w')).rejects.toThrow('too long');
});

test('a file without tensors is valid', async () => {
  expect((await readIndex(file({}), 'w')).tensors.size).toBe(0);
});
