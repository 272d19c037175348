import { createSHA256 } from 'hash-wasm';
import { AppError, isAbort } from '../../../core/errors.ts';
import type { PackManifest } from '../../manifest.ts';
import { writeShard, type WrittenFile } from './convert.ts';
import { fingerprintOf } from './fingerprint.ts';
import { finishedFiles, JOURNAL, writeJournal } from './journal.ts';
import type { Copy, ImportPlan } from '../plan.ts';
import { writeText, type PackSink } from './sink.ts';

export interface ImportProgress {
  /** File being written. */
  file: string;
  written: number;
  total: number;
}

export interface RunImportOptions {
  onProgress?: (progress: ImportProgress) => void;
  signal?: AbortSignal;
}

const CHUNK_BYTES = 8 * 2 ** 20;

/** Room for pack.json, the journal and the file system's own needs. */
const MARGIN_BYTES = 4 * 2 ** 20;

async function copyFile(
  { name, blob }: Copy,
  sink: PackSink,
  onBytes: (bytes: number) => void,
  signal?: AbortSignal,
): Promise<WrittenFile> {
  const hash = await createSHA256();
  const file = await sink.create(name);
  try {
    for (let at = 0; at < blob.size; at += CHUNK_BYTES) {
      signal?.throwIfAborted();
      const bytes = new Uint8Array(await blob.slice(at, at + CHUNK_BYTES).arrayBuffer());
      hash.update(bytes);
      await file.write(bytes);
      onBytes(bytes.length);
    }
  } finally {
    await file.close();
  }
  return { name, bytes: blob.size, sha256: hash.digest('hex') };
}

const storageFull = (needed: number, free: number, cause?: unknown) =>
  new AppError('storage-full', {
    message: `${needed} bytes are needed, ${free} are free`,
    stage: 'load',
    values: { needed: (needed / 1e9).toFixed(1), free: (free / 1e9).toFixed(1) },
    cause,
  });

const isQuota = (error: unknown) =>
  error instanceof DOMException && error.name === 'QuotaExceededError';

/**
 * Writes a pack: shard after shard, pack.json last, so that a folder with a pack.json is whole. An import that is
 * cancelled or cut off leaves its finished files and a journal, and the same import goes on from there; one
 * that fails leaves nothing.
 *
 * @throws AppError `storage-full`, before writing where the room is known not to be enough
 */
export async function runImport(
  plan: ImportPlan,
  sink: PackSink,
  { onProgress, signal }: RunImportOptions = {},
): Promise<PackManifest> {
  const { manifest, shards, copies, totalBytes } = plan;
  const fingerprint = await fingerprintOf(plan);
  const done = await finishedFiles(sink, fingerprint);
  let written = done.reduce((sum, { bytes }) => sum + bytes, 0);
  const needed = totalBytes - written + MARGIN_BYTES;
  const free = await sink.freeBytes();
  if (free !== null && free < needed) throw storageFull(needed, free);

  const jobs = [
    ...copies.map((copy) => ({
      name: copy.name,
      run: (onBytes: (n: number) => void) => copyFile(copy, sink, onBytes, signal),
    })),
    ...shards.map((shard) => ({
      name: shard.name,
      run: (onBytes: (n: number) => void) => writeShard(shard, sink, onBytes, signal),
    })),
  ];
  try {
    // A pack of that name is no longer whole from here on.
    await sink.remove('pack.json');
    for (const { name, run } of jobs) {
      if (done.some((file) => file.name === name)) continue;
      signal?.throwIfAborted();
      const file = await run((bytes) => {
        written += bytes;
        onProgress?.({ file: name, written, total: totalBytes });
      });
      done.push(file);
      await writeJournal(sink, fingerprint, done);
    }
    const files = jobs.flatMap(({ name }) => done.filter((file) => file.name === name));
    const whole: PackManifest = { ...manifest, files };
    await writeText(sink, 'pack.json', `${JSON.stringify(whole, null, 1)}\n`);
    await sink.remove(JOURNAL);
    return whole;
  } catch (error) {
    if (!isAbort(error) && !signal?.aborted)
      for (const name of [JOURNAL, ...jobs.map((job) => job.name)]) await sink.remove(name);
    if (isQuota(error)) throw storageFull(totalBytes - written + MARGIN_BYTES, 0, error);
    throw error;
  }
}
