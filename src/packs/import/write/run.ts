import { AppError } from '../../../core/errors.ts';
import type { PackManifest } from '../../manifest.ts';
import type { ImportPlan } from '../plan.ts';
import { begin, discard, type Beginning } from './begin.ts';
import { writeShard, type WrittenFile } from './convert.ts';
import { copyFile } from './copy.ts';
import { fingerprintOf } from './fingerprint.ts';
import { isQuota, neededBytes, storageFull } from './full.ts';
import { writeJournal } from './journal.ts';
import { writePackJson, writeRecord } from './record.ts';
import { finish } from './settle.ts';
import type { PackSink } from './sink.ts';

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

const bytesOf = (files: readonly WrittenFile[]): number =>
  files.reduce((sum, { bytes }) => sum + bytes, 0);

/** The file that is being written. */
interface OpenFile {
  name: string;
  /** Bytes that are written so far. */
  written: number;
}

/**
 * Writes a pack, one file after the other. A complete pack that was in the folder stays until the new one is complete:
 * the new files have other names, and pack.json, which names them, is replaced in one step. After a kill at any moment,
 * the folder contains the old or the new pack (`settle`).
 *
 * After an import that was stopped, for which the disk was too small, or whose checkpoint could not be read to its end,
 * its finished files and a journal stay. The same import then continues with the first unfinished file. If weights cannot
 * be stored, all files of the import are removed.
 *
 * @throws AppError `storage-full` or `storage-filled` before anything is written if the free space is known to be too
 * small, and during writing if the disk or the browser's quota is full
 * @throws AppError `checkpoint-invalid` for weights that cannot be stored
 * @throws AbortError if the signal is aborted
 */
export async function runImport(
  plan: ImportPlan,
  sink: PackSink,
  options: RunImportOptions = {},
): Promise<PackManifest> {
  const beginning = await begin(plan, await fingerprintOf(plan), sink);
  const { journal } = beginning;
  const sizes = { total: plan.totalBytes, kept: bytesOf(journal.done) };
  const free = await sink.freeBytes();
  if (free !== null && free < neededBytes(sizes)) throw storageFull({ ...sizes, free });

  const open: OpenFile = { name: '', written: 0 };
  try {
    await writeFiles(beginning, sink, open, options);
    return await complete(beginning, sink);
  } catch (error) {
    // If this fails too, the first error says more.
    await leave(beginning, sink, open, error).catch(() => undefined);
    if (!isQuota(error)) throw error;
    const left = await sink.freeBytes();
    // Some browsers report more free space than there is. The part of the last file shows how much there is.
    const fits = Math.min(left ?? Infinity, open.written);
    throw storageFull({ ...sizes, kept: bytesOf(journal.done), free: fits }, error);
  }
}

/** Writes all files that are not there yet. `journal.done` lists them when they and the journal are on the disk. */
async function writeFiles(
  { plan, journal }: Beginning,
  sink: PackSink,
  open: OpenFile,
  { onProgress, signal }: RunImportOptions,
): Promise<void> {
  const { shards, copies, totalBytes } = plan;
  const onBytes = (bytes: number) => {
    open.written += bytes;
    const written = bytesOf(journal.done) + open.written;
    onProgress?.({ file: open.name, written, total: totalBytes });
  };
  const jobs = [
    ...copies.map((copy) => ({
      name: copy.name,
      run: () => copyFile(copy, sink, onBytes, signal),
    })),
    ...shards.map((shard) => ({
      name: shard.name,
      run: () => writeShard(shard, sink, onBytes, signal),
    })),
  ];
  const missing = jobs.filter(({ name }) => journal.done.every((file) => file.name !== name));
  if (missing.length > 0) await writeJournal(sink, journal);
  for (const { name, run } of missing) {
    signal?.throwIfAborted();
    Object.assign(open, { name, written: 0 });
    const done = [...journal.done, await run()];
    await writeJournal(sink, { ...journal, done });
    Object.assign(open, { name: '', written: 0 });
    journal.done = done;
  }
}

/** Writes the record and pack.json, and removes the pack that was there before. */
async function complete({ plan, journal }: Beginning, sink: PackSink): Promise<PackManifest> {
  const { fingerprint, suffix, done } = journal;
  const files = journal.files.flatMap((name) => done.filter((file) => file.name === name));
  const pack: PackManifest = { ...plan.manifest, files };
  await writeRecord(sink, { fingerprint, suffix, damaged: [], pack });
  await writePackJson(sink, pack);
  await finish(sink, journal, pack);
  return pack;
}

/** Removes the unfinished file. The finished files stay, unless the same import would fail again. */
async function leave(
  { journal, standing }: Beginning,
  sink: PackSink,
  open: OpenFile,
  error: unknown,
): Promise<void> {
  const fails =
    error instanceof AppError &&
    error.code === 'checkpoint-invalid' &&
    error.fault !== 'unreadable';
  if (open.name !== '') await sink.remove(open.name);
  if (fails || journal.done.length === 0) await discard(sink, journal, standing);
}
