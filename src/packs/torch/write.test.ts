import { spawnSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { decodeHalf, encodeHalf } from '../../core/half.ts';
import { readCheckpoint } from '../checkpoint/index.ts';
import { torchTensorFile } from './write.ts';

const shape = [2, 3, 5];
const values = Float32Array.from({ length: 30 }, (_, i) => (i - 12) / 8);
const file = torchTensorFile('clr_embeds', { shape, bits: encodeHalf(values) });

/** FNV-1a, 32 bits. */
const hashOf = (bytes: Uint8Array) =>
  bytes.reduce((hash, byte) => Math.imul(hash ^ byte, 0x01000193) >>> 0, 0x811c9dc5);

describe('torchTensorFile', () => {
  it('is read as it was written, with aligned values', async () => {
    const { index, format } = await readCheckpoint(new Blob([file]), 'clr_embeds.pt');
    const entry = index.tensors.get('tensor');
    expect(format).toBe('torch');
    expect(entry).toMatchObject({ dtype: 'F16', shape, byteLength: 60 });
    const { offset, byteLength } = entry ?? { offset: 0, byteLength: 0 };
    expect(offset % 64).toBe(0);
    const read = decodeHalf(new Uint16Array(file.slice(offset, offset + byteLength).buffer));
    expect(read).toEqual(values);
  });

  it('has the bytes that torch.load was tried with', () => {
    // After a change, run the next test with TORCH_PYTHON, the path of a Python with torch. Then put the new hash here.
    expect(hashOf(file)).toBe(3928640127);
  });

  const python = process.env.TORCH_PYTHON;
  it.skipIf(python === undefined)('is read by torch.load', async () => {
    const folder = await mkdtemp(path.join(tmpdir(), 'torch-'));
    const script =
      'import json, sys, torch\n' +
      't = torch.load(sys.argv[1], weights_only=True)\n' +
      'print(json.dumps([str(t.dtype), list(t.shape), t.is_contiguous(), t.flatten().tolist()]))';
    try {
      const name = path.join(folder, 'clr_embeds.pt');
      await writeFile(name, file);
      const { stdout } = spawnSync(python ?? '', ['-c', script, name], { encoding: 'utf8' });
      expect(JSON.parse(stdout)).toEqual(['torch.float16', shape, true, [...values]]);
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});
