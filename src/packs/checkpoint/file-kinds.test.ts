import { expect, it } from 'vitest';
import { weightFile } from '../../test/example-checkpoint.ts';
import { concat } from '../../test/zip-file.ts';
import { kindOf } from '../../worker/dropped/kind-of.ts';
import { readCheckpoint } from './index.ts';

/** The file with a header of `length` bytes. Its end is filled with spaces, as safetensors does it. */
function padded(file: Uint8Array, length: number): Uint8Array<ArrayBuffer> {
  const json = Number(new DataView(file.buffer).getBigUint64(0, true));
  const header = new Uint8Array(8 + length).fill(32);
  header.set(file.subarray(0, 8 + json));
  new DataView(header.buffer).setBigUint64(0, BigInt(length), true);
  return concat([header, file.subarray(8 + json)]);
}

const file = weightFile(new Map([['layer.weight', [2, 2]]]));

it.each([
  // Pickles.
  ...[640, 641, 642, 645, 767, 896, 1152, 1408, 66_176, 66_688, 2_622_080],
  // gzip, BMP and bzip2.
  ...[35_615, 19_778, 0x68_5a42],
])('safetensors with a header of %i bytes are read', async (length) => {
  const bytes = padded(file, length);
  const { format, index } = await readCheckpoint(new Blob([bytes]), 'a.safetensors');
  expect([format, ...index.tensors.keys()]).toEqual(['safetensors', 'layer.weight']);
  expect(kindOf(bytes.subarray(0, 4096), 'a', bytes.length)).toBe('weights');
});
