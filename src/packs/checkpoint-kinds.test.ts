import { describe, expect, it } from 'vitest';
import { readCheckpoint } from './checkpoint.ts';

/** A safetensors file whose tensors have these types, eight bytes of zeros each. */
function safetensors(types: Readonly<Record<string, string>>): Blob {
  const header = Object.fromEntries(
    Object.entries(types).map(([name, dtype], i) => {
      const size = { F64: 8, F32: 4, F16: 2, I64: 8 }[dtype] ?? 1;
      return [name, { dtype, shape: [8 / size], data_offsets: [8 * i, 8 * i + 8] }];
    }),
  );
  const json = new TextEncoder().encode(JSON.stringify(header));
  const length = new BigUint64Array([BigInt(json.length)]);
  return new Blob([length, json, new Uint8Array(8 * Object.keys(types).length)]);
}

const LFS = 'version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 3463726498\n';

describe('readCheckpoint names', () => {
  it.each<[string, Blob, RegExp]>([
    ['a pointer of Git LFS', new Blob([LFS]), /pointer of Git LFS.*git lfs pull/],
    [
      'a web page',
      new Blob(['\n<!DOCTYPE html><title>Sign in</title>']),
      /web page that was saved/,
    ],
    [
      'an error in XML',
      new Blob(['<?xml version="1.0"?><Error><Code>AccessDenied']),
      /web page that was saved/,
    ],
    [
      'float64',
      safetensors({ a: 'F64', b: 'F64' }),
      /type F64, but only float32.*model\.float\(\)/,
    ],
    [
      'mostly fp8',
      safetensors({ a: 'F8_E4M3', b: 'F8_E5M2', c: 'F32' }),
      /type F8_E4M3, F8_E5M2, but/,
    ],
    ['only counters', safetensors({ steps: 'I64' }), /contains no weights/],
  ])('%s', async (_, blob, why) => {
    await expect(readCheckpoint(blob, 'm.safetensors')).rejects.toMatchObject({
      code: 'checkpoint-invalid',
      message: expect.stringMatching(why) as string,
    });
  });

  it('but reads weights beside a few numbers of another type', async () => {
    const { index, skipped } = await readCheckpoint(
      safetensors({ a: 'F32', b: 'F16', c: 'F64' }),
      'm',
    );
    expect([...index.tensors.keys()]).toEqual(['a', 'b']);
    expect(skipped).toEqual([{ name: 'c', reason: 'type', dtype: 'F64' }]);
  });
});
