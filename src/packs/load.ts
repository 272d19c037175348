import { z } from 'zod';
import type { WeightIndex } from '../graphs/weights.ts';
import { AppError } from '../core/errors.ts';
import { checkRigs } from './check-rigs.ts';
import { fileDamaged, wrongSize } from './download/faults.ts';
import type { Incident } from './download/news.ts';
import { HttpPackSource } from './http-source.ts';
import { packId, parseManifest, type PackManifest } from './manifest.ts';
import type { ListedFile, PackSource, ReadProgress } from './pack-source.ts';
import { readIndex } from './safetensors.ts';
import { digestOf } from './verify/hasher.ts';

/** Progress of loading a pack. */
export interface PackProgress {
  /** The file whose bytes arrived last. */
  file: string;
  /** Bytes of all files that have arrived so far, and bytes of the whole pack. */
  loaded: number;
  total: number;
}

/** Options of `openPack`. */
interface OpenPackOptions {
  onProgress?: (progress: PackProgress) => void;
  signal?: AbortSignal;
  /** True to open a pack whose networks were trained with different rigs. Otherwise this pack is refused. */
  allowMixedRigs?: boolean;
}

/** A loaded pack. Every file is what pack.json says of it, unless the source is trusted. */
export interface LoadedPack {
  manifest: PackManifest;
  /** Faults that were overcome while the pack was read. */
  incidents?: readonly Incident[];
  /** The files by name. */
  files: ReadonlyMap<string, Blob>;
  /** Path of a folder with the same files on this machine's disk, if the source has one. */
  folder?: string;
  /** The index of the tensors of one weight file. The file's header is read only once. */
  weights(name: string): Promise<WeightIndex>;
}

/** Largest pack.json or index.json that is read, bytes. A real one has a few kilobytes. */
const MAX_MANIFEST_BYTES = 1_000_000;

const invalid = (message: string, cause?: unknown) =>
  new AppError('pack-invalid', { message, stage: 'load', values: { reason: message }, cause });

/** Reads a JSON file of a source. @throws AppError `pack-invalid` if the file is too large or not JSON */
async function readJson(source: PackSource, name: string, signal?: AbortSignal): Promise<unknown> {
  const limit = (bytes: number) => {
    if (bytes > MAX_MANIFEST_BYTES) throw invalid(`${name} is too large`);
  };
  const blob = await source.read(name, limit, signal);
  limit(blob.size);
  try {
    return JSON.parse(await blob.text());
  } catch (cause) {
    throw invalid(`${name} is not JSON`, cause);
  }
}

const asSource = (from: PackSource | string): PackSource =>
  typeof from === 'string' ? new HttpPackSource(from) : from;

/**
 * Reads the ids of the packs in a folder (URL or source) from the file `index.json`, for example `["mouse-demo"]`.
 * @throws AppError `pack-invalid` if index.json is not a list of ids, and the errors of the source
 */
export async function listPacks(
  folder: PackSource | string,
  signal?: AbortSignal,
): Promise<string[]> {
  const json = await readJson(asSource(folder), 'index.json', signal);
  const ids = z.array(packId).safeParse(json);
  if (!ids.success) throw invalid('index.json is not a list of pack ids', ids.error);
  return ids.data;
}

/**
 * Reads one file of a pack, and checks its size and its hash. A source that checks its files itself is asked for that.
 * @throws AppError `file-size`, `file-damaged`, and the errors of the source
 */
async function readListed(
  source: PackSource,
  file: ListedFile,
  onProgress?: ReadProgress,
  signal?: AbortSignal,
): Promise<Blob> {
  const { name, bytes, sha256: expected } = file;
  if (source.readListed) return source.readListed(file, onProgress, signal);
  const blob = await source.read(name, onProgress, signal);
  if (blob.size !== bytes) throw wrongSize(name, blob.size, bytes);
  if (source.trusted) return blob;
  const actual =
    (await source.sha256?.(name, signal)) ?? (await digestOf(blob, undefined, signal)).sha256;
  signal?.throwIfAborted();
  if (actual !== expected) throw fileDamaged(name, actual, expected);
  return blob;
}

/** Reads pack.json of a pack. The other files are not read. */
export const readManifest = async (source: PackSource): Promise<PackManifest> =>
  parseManifest(await readJson(source, 'pack.json'));

/** Reads the named files of a pack. Names that the pack does not list are ignored. */
export async function readFiles(
  source: PackSource,
  { files }: PackManifest,
  names: readonly string[],
): Promise<Map<string, Blob>> {
  const blobs = new Map<string, Blob>();
  for (const file of files)
    if (names.includes(file.name)) blobs.set(file.name, await readListed(source, file));
  return blobs;
}

/**
 * Largest pack, in bytes, of which several files are read at the same time. Files of a larger pack are read one after the
 * other.
 */
const MAX_CONCURRENT_BYTES = 256 * 2 ** 20;

/**
 * Number of files that are read at the same time. A browser has six connections to a server. A file that waits for one
 * would look like a stalled download.
 */
const CONCURRENT_FILES = 4;

/**
 * Reads all files. The result is by name, in the order of the list. If one file fails, the reading of the others is
 * stopped.
 */
async function readAll(
  list: readonly ListedFile[],
  read: (file: ListedFile, signal: AbortSignal) => Promise<Blob>,
  signal?: AbortSignal,
): Promise<Map<string, Blob>> {
  const stop = new AbortController();
  const onAbort = () => stop.abort(signal?.reason);
  signal?.addEventListener('abort', onAbort, { once: true });
  if (signal?.aborted) onAbort();
  const total = list.reduce((sum, { bytes }) => sum + bytes, 0);
  const lanes = total <= MAX_CONCURRENT_BYTES ? CONCURRENT_FILES : 1;
  const waiting = [...list];
  const done = new Map<string, Blob>();
  const readOneByOne = async () => {
    for (let file = waiting.shift(); file; file = waiting.shift())
      done.set(file.name, await read(file, stop.signal));
  };
  try {
    await Promise.all(Array.from({ length: lanes }, readOneByOne));
    return new Map(list.map(({ name }) => [name, done.get(name) as Blob]));
  } catch (error) {
    stop.abort(error);
    throw error;
  } finally {
    signal?.removeEventListener('abort', onAbort);
  }
}

/**
 * Opens a pack: reads pack.json, then every file that it lists.
 * @param folder a source, or the folder's URL
 * @throws AppError `pack-invalid` for a pack.json that cannot be read, `pack-mismatch` for mixed rigs, `file-size` or
 * `file-damaged` for a weight file, and the errors of the source
 */
export async function openPack(
  folder: PackSource | string,
  { onProgress, signal, allowMixedRigs = false }: OpenPackOptions = {},
): Promise<LoadedPack> {
  const source = asSource(folder);
  const manifest = parseManifest(await readJson(source, 'pack.json', signal));
  checkRigs(manifest, allowMixedRigs);

  const total = manifest.files.reduce((sum, file) => sum + file.bytes, 0);
  const received = new Map<string, number>();
  const report = (file: string, bytes: number) => {
    received.set(file, bytes);
    const loaded = [...received.values()].reduce((sum, count) => sum + count, 0);
    onProgress?.({ file, loaded, total });
  };
  const read = async (file: ListedFile, stop: AbortSignal) => {
    const blob = await readListed(source, file, (bytes) => report(file.name, bytes), stop);
    report(file.name, file.bytes);
    return blob;
  };
  const files = await readAll(manifest.files, read, signal);
  await source.settled?.(manifest.files);

  const indices = new Map<string, Promise<WeightIndex>>();
  return {
    manifest,
    files,
    incidents: [...(source.incidents ?? [])],
    folder: source.folder,
    weights(name) {
      const blob = files.get(name);
      if (!blob) return Promise.reject(invalid(`pack ${manifest.id} has no file ${name}`));
      const index = indices.get(name) ?? readIndex(blob, name);
      indices.set(name, index);
      return index;
    },
  };
}
