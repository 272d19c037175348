import { createSHA256 } from 'hash-wasm';
import { AppError, isAbort } from '../../../core/errors.ts';
import type { PackManifest } from '../../manifest.ts';
import { writeShard, type WrittenFile } from './convert.ts';
import { fingerprintOf } from './fingerprint.ts';
import { finishedFiles, JOURNAL, writeJournal } from './journal.ts';
import type { CopiedFile, ImportPlan } from '../plan.ts';
import { writeText, type PackSink } from './sink.ts';

/** Progress of an import. */
export interface ImportProgress {
  /** Name of the file that is being written. */
  file: string;
  /** Bytes that are written so far, and bytes of the whole pack. Both without pack.json. */
  written: number;
  total: number;
}

interface RunImportOptions {
  onProgress?: (progress: ImportProgress) => void;
  signal?: AbortSignal;
}

/** Bytes that are copied at a time. */
const CHUNK_BYTES = 8 * 2 ** 20;

/** Bytes that must be free in addition to the weight files, for pack.json, the journal and the file system. */
const MARGIN_BYTES = 4 * 2 ** 20;

async function copyFile(
  { name, blob }: CopiedFile,
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
 * Writes a pack, one file after the other. pack.json is the last file, so a folder with a pack.json is complete. After a
 * cancelled or interrupted import, its finished files and a journal stay in the folder. The same import then continues
 * with the first unfinished file. If writing fails for another reason, the weight files and the journal are removed.
 *
 * @throws AppError `storage-full` before anything is written if the free space is known to be too small
 * @throws AppError `storage-full` during writing if the browser's quota is exceeded
 * @throws AppError `checkpoint-invalid` for weights that cannot be stored
 * @throws AbortError if the signal is aborted
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
    // From this point, a pack that was in the folder before is incomplete.
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
    const complete: PackManifest = { ...manifest, files };
    await writeText(sink, 'pack.json', `${JSON.stringify(complete, null, 1)}\n`);
    await sink.remove(JOURNAL);
    return complete;
  } catch (error) {
    if (!isAbort(error) && !signal?.aborted)
      for (const name of [JOURNAL, ...jobs.map((job) => job.name)]) await sink.remove(name);
    if (isQuota(error)) throw storageFull(totalBytes - written + MARGIN_BYTES, 0, error);
    throw error;
  }
}
