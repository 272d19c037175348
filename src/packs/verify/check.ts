import { xxhash64 } from 'hash-wasm';
import type { ListedFile } from '../pack-source.ts';
import { BLOCK_BYTES, digestOf } from './hasher.ts';
import type { FileRecord, FileRecords } from './records.ts';

/** Blocks of each file that are checked whenever a pack is opened: 128 MiB. Smaller files are checked as a whole. */
const MIN_BLOCKS = 32;

/** After this many openings, every block of a file has been checked. */
const OPENINGS = 16;

/** After this time, a file is checked as a whole: seven days. */
const WHOLE_AFTER_MS = 7 * 24 * 3600 * 1000;

/** Options of `damageOf`. */
export interface CheckOptions {
  /** Called with the bytes that were read so far. The last number may be smaller than the file. */
  onProgress?: (bytes: number) => void;
  signal?: AbortSignal;
  /** Now, in milliseconds since 1970. */
  nowMs?: number;
}

/** The blocks to check. The first block is always one of them: it has the header. */
function blocksToCheck({ blocks, next, wholeAtMs }: FileRecord, nowMs: number): number[] {
  const all = blocks.map((_, i) => i);
  const ageMs = nowMs - wholeAtMs;
  const count = Math.max(MIN_BLOCKS, Math.ceil(blocks.length / OPENINGS));
  // A clock that was set back must not put off the check.
  if (count >= all.length || ageMs < 0 || ageMs > WHOLE_AFTER_MS) return all;
  const turn = Array.from({ length: count }, (_, i) => (next + i) % all.length);
  return turn.includes(0) ? turn : [0, ...turn];
}

/**
 * Checks a stored file. If it has a record, its size and a part of its blocks are checked: every time another part. If it
 * has none, its SHA-256 is computed, and a record is written.
 *
 * @returns what is wrong with the file, or null
 * @throws the signal's reason
 */
export async function damageOf(
  blob: Blob,
  file: ListedFile,
  records: FileRecords | null,
  { onProgress, signal, nowMs = Date.now() }: CheckOptions = {},
): Promise<string | null> {
  if (blob.size !== file.bytes) return `it has ${blob.size} bytes, not ${file.bytes}`;
  try {
    const record = await records?.read(file.sha256, file.bytes);
    if (!record) return await wholeDamageOf(blob, file, records, { onProgress, signal, nowMs });
    const chosen = blocksToCheck(record, nowMs);
    let read = 0;
    for (const block of chosen) {
      signal?.throwIfAborted();
      const at = block * BLOCK_BYTES;
      const bytes = new Uint8Array(await blob.slice(at, at + BLOCK_BYTES).arrayBuffer());
      if ((await xxhash64(bytes)) !== record.blocks[block]) {
        // The record itself may be damaged, so pack.json has the last word.
        const damage = await wholeDamageOf(blob, file, records, { signal, nowMs });
        return damage && `bytes ${at} to ${at + bytes.length} have changed`;
      }
      onProgress?.((read += bytes.length));
    }
    const all = chosen.length >= record.blocks.length;
    const next = all ? 0 : ((chosen.at(-1) ?? 0) + 1) % record.blocks.length;
    // A small file is checked as a whole every time. Its record need not be written again.
    if (!all || record.blocks.length > MIN_BLOCKS)
      await records?.write(file.sha256, {
        ...record,
        next,
        wholeAtMs: all ? nowMs : record.wholeAtMs,
      });
    return null;
  } catch (error) {
    signal?.throwIfAborted();
    return `it cannot be read: ${error instanceof Error ? error.message : String(error)}`;
  }
}

/**
 * Checks a stored file by its SHA-256, and writes its record if it is right.
 * @returns what is wrong with the file, or null
 * @throws the signal's reason
 */
export async function wholeDamageOf(
  blob: Blob,
  { bytes, sha256 }: ListedFile,
  records: FileRecords | null,
  { onProgress, signal, nowMs = Date.now() }: CheckOptions = {},
): Promise<string | null> {
  if (blob.size !== bytes) return `it has ${blob.size} bytes, not ${bytes}`;
  let digest;
  try {
    digest = await digestOf(blob, onProgress, signal);
  } catch (error) {
    signal?.throwIfAborted();
    return `it cannot be read: ${error instanceof Error ? error.message : String(error)}`;
  }
  if (digest.sha256 !== sha256) {
    await records?.remove(sha256);
    return `its SHA-256 is ${digest.sha256}, and pack.json says ${sha256}`;
  }
  const { blocks } = digest;
  await records?.write(sha256, {
    bytes,
    blockBytes: BLOCK_BYTES,
    blocks,
    wholeAtMs: nowMs,
    next: 0,
  });
  return null;
}
