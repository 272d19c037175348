import { readFile } from 'node:fs/promises';
import { expect, it } from 'vitest';
import { runGraph } from '../test/graph-session.ts';
import { leanOnnx } from './onnx-lean.ts';
import { readOnnx } from './onnx-read.ts';

const bytesOf = ({ buffer }: Float32Array) => new Uint8Array(buffer);

it('a lean model computes the same, with weights from the original file', async () => {
  const url = new URL('../../models/parity/remover_u2net.onnx', import.meta.url);
  const whole = new Uint8Array(await readFile(url));
  const lean = await leanOnnx(new Blob([whole]), 'weights.onnx');
  expect(lean.length).toBeLessThan(whole.length - 13_000);
  expect((await readOnnx(new Blob([lean]))).external).toBe(true);

  const data = Float32Array.from({ length: 3 * 320 * 320 }, (_, i) => Math.sin(i / 7));
  const feeds = { 'input.1': { data, shape: [1, 3, 320, 320] } };
  const graph = { tensors: new Map(), files: [] };
  const expected = await runGraph({ ...graph, bytes: whole }, {}, feeds);
  const files = { 'weights.onnx': whole };
  const actual = await runGraph({ ...graph, bytes: lean, files: ['weights.onnx'] }, files, feeds);
  expect(Object.keys(actual)).toEqual(Object.keys(expected));
  for (const [name, { data: mask }] of Object.entries(expected))
    expect(Buffer.compare(bytesOf(actual[name].data), bytesOf(mask))).toBe(0);
});
