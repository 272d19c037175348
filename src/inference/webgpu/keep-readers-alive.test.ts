import { expect, it } from 'vitest';
import { keepReadersAlive } from './keep-readers-alive.ts';

keepReadersAlive();
keepReadersAlive(); // a second call must do nothing

const readAll = async (stream: ReadableStream) => {
  const reader = stream.getReader({ mode: 'byob' });
  const bytes: number[] = [];
  for (;;) {
    const { value, done } = await reader.read(new Uint8Array(1000));
    if (value) bytes.push(...value);
    if (done) return bytes;
  }
};

it('does not change the bytes that are read', async () => {
  const bytes = Array.from({ length: 5000 }, (_, i) => i % 251);
  expect(await readAll(new Blob([Uint8Array.from(bytes)]).stream())).toEqual(bytes);
});

it('passes an error on to the caller only', async () => {
  const broken = new ReadableStream({
    type: 'bytes',
    pull: () => Promise.reject(new Error('the disk was removed')),
  });
  await expect(readAll(broken)).rejects.toThrow('the disk was removed');
});
