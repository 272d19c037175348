import { expect, it } from 'vitest';
import { holdReaders } from './hold-readers.ts';

holdReaders();
holdReaders(); // once is enough, twice no harm

const readAll = async (stream: ReadableStream) => {
  const reader = stream.getReader({ mode: 'byob' });
  const bytes: number[] = [];
  for (;;) {
    const { value, done } = await reader.read(new Uint8Array(1000));
    if (value) bytes.push(...value);
    if (done) return bytes;
  }
};

it('changes nothing that is read', async () => {
  const bytes = Array.from({ length: 5000 }, (_, i) => i % 251);
  expect(await readAll(new Blob([Uint8Array.from(bytes)]).stream())).toEqual(bytes);
});

it('passes an error on, to the caller alone', async () => {
  const broken = new ReadableStream({
    type: 'bytes',
    pull: () => Promise.reject(new Error('the disk is gone')),
  });
  await expect(readAll(broken)).rejects.toThrow('the disk is gone');
});
