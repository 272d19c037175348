import { createHash } from 'node:crypto';
import { beforeEach, describe, expect, test } from 'vitest';
import { MemoryBox } from '../../test/web/memory-box.ts';
import { damageOf, wholeDamageOf } from './check.ts';
import { BLOCK_BYTES, digestOf, FileHasher } from './hasher.ts';
import { FileRecords } from './records.ts';

const shaOf = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');
const listed = (bytes: Uint8Array) => ({
  name: 'w',
  bytes: bytes.length,
  sha256: shaOf(bytes),
});

test('the digest does not depend on how the bytes arrive', async () => {
  const bytes = new Uint8Array(2 * BLOCK_BYTES + 77).map((_, i) => (i * 7) >> 3);
  const whole = await digestOf(new Blob([bytes]));
  expect(whole.sha256).toBe(shaOf(bytes));
  expect(whole.blocks).toHaveLength(3);
  const hasher = await FileHasher.create();
  hasher.update(bytes.subarray(0, 5));
  hasher.reset();
  for (let at = 0; at < bytes.length; at += 1_234_567)
    hasher.update(bytes.subarray(at, at + 1_234_567));
  expect(hasher.digest()).toEqual(whole);
});

describe('a stored file', () => {
  const bytes = new Uint8Array(3_000_000).fill(7);
  const file = listed(bytes);
  let box: MemoryBox;
  let records: FileRecords;
  beforeEach(() => {
    box = new MemoryBox();
    records = new FileRecords(box);
  });

  test('is hashed as a whole at first; only then it has a record', async () => {
    expect(await records.read(file.sha256, file.bytes)).toBeNull();
    expect(await damageOf(new Blob([bytes]), file, records)).toBeNull();
    expect(await records.read(file.sha256, file.bytes)).toMatchObject({ bytes: 3_000_000 });
  });

  test('of a wrong size, or with a changed bit, is damaged', async () => {
    const flipped = bytes.slice();
    flipped[2_999_999] ^= 128;
    for (const known of [false, true]) {
      if (known) await damageOf(new Blob([bytes]), file, records);
      expect(await damageOf(new Blob([bytes, 'x']), file, records)).toMatch('3000001 bytes');
      expect(await damageOf(new Blob([bytes.subarray(1)]), file, records)).toMatch('2999999');
      expect(await damageOf(new Blob([flipped]), file, records)).toMatch(known ? 'bytes' : 'SHA');
    }
  });

  test('whose record is torn, or belongs to another size, is hashed as a whole', async () => {
    const flipped = bytes.slice();
    flipped[5] ^= 1;
    for (const text of ['', '{"bytes":3000', '{}']) {
      box.files.set(file.sha256, new TextEncoder().encode(text));
      expect(await damageOf(new Blob([flipped]), file, records)).toMatch('SHA-256');
    }
    await damageOf(new Blob([bytes]), file, records);
    expect(await records.read(file.sha256, 5)).toBeNull();
  });

  test('that cannot be read is damaged', async () => {
    const blob = new Blob([bytes]);
    blob.slice = () => {
      throw new DOMException('The file could not be read.', 'NotReadableError');
    };
    expect(await damageOf(blob, file, records)).toMatch('cannot be read');
  });

  test('is checked without any record, too', async () => {
    expect(await damageOf(new Blob([bytes]), file, null)).toBeNull();
    expect(await wholeDamageOf(new Blob([bytes.subarray(3)]), file, null)).toMatch('2999997');
  });
});

describe('a large file', () => {
  const BLOCKS = 600;
  const file = { name: 'w', bytes: BLOCKS * BLOCK_BYTES, sha256: '0'.repeat(64) };
  const day = 24 * 3600 * 1000;

  /** A file of 600 blocks, which are short here. `seen`: the blocks that were read. Its record was made at 0 ms. */
  async function largeFile() {
    const block = Uint8Array.of(3, 1, 4);
    const seen: number[] = [];
    const blob = new Blob([]);
    Object.defineProperty(blob, 'size', { value: file.bytes });
    blob.slice = (start = 0) => {
      seen.push(start / BLOCK_BYTES);
      return new Blob([block]);
    };
    const [checksum] = (await digestOf(new Blob([block]))).blocks;
    const records = new FileRecords(new MemoryBox());
    const blocks = Array.from({ length: BLOCKS }, () => checksum);
    const { bytes } = file;
    const record = { bytes, blockBytes: BLOCK_BYTES, blocks, wholeAtMs: 0, next: 0 } as const;
    await records.write(file.sha256, record);
    return { blob, seen, records };
  }

  test('is covered within 16 openings, and the first block is checked at each', async () => {
    const { blob, seen, records } = await largeFile();
    const covered = new Set<number>();
    for (let opening = 0; opening < 16; opening++) {
      seen.length = 0;
      expect(await damageOf(blob, file, records, { nowMs: opening })).toBeNull();
      expect(seen).toContain(0);
      expect(seen.length).toBeLessThan(40);
      for (const each of seen) covered.add(each);
    }
    expect(covered.size).toBe(BLOCKS);
  });

  test.each([
    ['after seven days', 8 * day],
    ['if the clock was set back', -day],
  ])('is checked as a whole %s', async (_, nowMs) => {
    const { blob, seen, records } = await largeFile();
    expect(await damageOf(blob, file, records, { nowMs })).toBeNull();
    expect(seen).toHaveLength(BLOCKS);
    const { bytes } = file;
    expect(await records.read(file.sha256, bytes)).toMatchObject({ wholeAtMs: nowMs, next: 0 });
  });
});
