import { z } from 'zod';
import type { WeightIndex } from '../graphs/weights.ts';
import { AppError } from '../core/errors.ts';
import { HttpPackSource } from './http-source.ts';
import { packId, parseManifest, type PackManifest } from './manifest.ts';
import { checkRigs } from './rig-guard.ts';
import { readIndex } from './safetensors.ts';

/** Called with the bytes of one file received so far; what it throws ends the reading. */
export type ReadProgress = (loadedBytes: number) => void;

/** Where a pack's files come from: a web folder (`http-source.ts`), a disk folder, a dropped folder. */
export interface PackSource {
  /** True where we wrote and hashed the files ourselves: only their sizes are checked again. */
  readonly trusted?: boolean;
  /** Where the files lie on this machine's disk, for runtimes that open them there themselves. */
  readonly folder?: string;
  /** Lower-case hex of a file, where the source can hash it without holding it in memory. */
  sha256?(name: string, signal?: AbortSignal): Promise<string>;
  read(name: string, onProgress?: ReadProgress, signal?: AbortSignal): Promise<Blob>;
}

export interface PackProgress {
  file: string;
  /** Bytes of the whole pack. */
  loaded: number;
  total: number;
}

export interface OpenPackOptions {
  onProgress?: (progress: PackProgress) => void;
  signal?: AbortSignal;
  /** Open a pack whose parts were trained on different rigs all the same. */
  allowMixedRigs?: boolean;
}

/** A pack in memory, every file checked against its size and hash. */
export interface LoadedPack {
  manifest: PackManifest;
  files: ReadonlyMap<string, Blob>;
  /** Where the same files lie on this machine's disk, if they do. */
  folder?: string;
  /** The tensors of one weight file; its header is read once. */
  weights(name: string): Promise<WeightIndex>;
}

/** pack.json holds a few kilobytes; more is not read. */
const MAX_MANIFEST_BYTES = 1_000_000;

const invalid = (message: string, cause?: unknown) =>
  new AppError('pack-invalid', { message, stage: 'load', values: { reason: message }, cause });

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

/** Lower-case hex, or null where the page is not a secure context (plain http on another host). */
async function sha256(blob: Blob): Promise<string | null> {
  if (!globalThis.crypto?.subtle) return null;
  const digest = await crypto.subtle.digest('SHA-256', await blob.arrayBuffer());
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, '0')).join('');
}

const asSource = (from: PackSource | string): PackSource =>
  typeof from === 'string' ? new HttpPackSource(from) : from;

/** Ids of the packs in a folder (URL or source) that holds an `index.json`: `["mouse-demo"]`. */
export async function listPacks(
  folder: PackSource | string,
  signal?: AbortSignal,
): Promise<string[]> {
  const json = await readJson(asSource(folder), 'index.json', signal);
  const ids = z.array(packId).safeParse(json);
  if (!ids.success) throw invalid('index.json is no list of pack ids', ids.error);
  return ids.data;
}

type Listed = PackManifest['files'][number];

/** Reads one file of a pack and holds it against what pack.json says of it. */
async function readListed(
  source: PackSource,
  { name, bytes, sha256: expected }: Listed,
  onProgress?: ReadProgress,
  signal?: AbortSignal,
): Promise<Blob> {
  const progress = (received: number) => {
    if (received > bytes) throw invalid(`${name} is longer than pack.json says`);
    onProgress?.(received);
  };
  const blob = await source.read(name, progress, signal);
  if (blob.size !== bytes) throw invalid(`${name} has ${blob.size} bytes, not ${bytes}`);
  const actual = source.trusted ? null : await (source.sha256?.(name, signal) ?? sha256(blob));
  signal?.throwIfAborted();
  if (actual !== null && actual !== expected)
    throw invalid(`${name} is damaged: its SHA-256 is not the one in pack.json`);
  return blob;
}

/** A pack's description alone. */
export const readManifest = async (source: PackSource): Promise<PackManifest> =>
  parseManifest(await readJson(source, 'pack.json'));

/** Some of a pack's files, without the others. */
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

/** Files of a pack up to this size are read all at a time; of a larger one never two are underway. */
const AT_ONCE_BYTES = 256 * 2 ** 20;

/** All files by name, in the order of the list. The first that fails stops the others. */
async function readAll(
  list: readonly Listed[],
  read: (file: Listed, signal: AbortSignal) => Promise<Blob>,
  signal?: AbortSignal,
): Promise<Map<string, Blob>> {
  const stop = new AbortController();
  const onAbort = () => stop.abort(signal?.reason);
  signal?.addEventListener('abort', onAbort, { once: true });
  if (signal?.aborted) onAbort();
  const together = list.reduce((sum, { bytes }) => sum + bytes, 0) <= AT_ONCE_BYTES;
  try {
    const blobs: Promise<Blob>[] = [];
    for (const file of list) {
      const blob = read(file, stop.signal);
      blobs.push(blob);
      if (!together) await blob;
    }
    const done = await Promise.all(blobs);
    return new Map(list.map(({ name }, i) => [name, done[i]]));
  } catch (error) {
    stop.abort(error);
    throw error;
  } finally {
    signal?.removeEventListener('abort', onAbort);
  }
}

/** Reads pack.json, then every file it lists. A string is the folder's URL. */
export async function openPack(
  folder: PackSource | string,
  { onProgress, signal, allowMixedRigs = false }: OpenPackOptions = {},
): Promise<LoadedPack> {
  const source = asSource(folder);
  const manifest = parseManifest(await readJson(source, 'pack.json', signal));
  checkRigs(manifest, allowMixedRigs);

  const total = manifest.files.reduce((sum, file) => sum + file.bytes, 0);
  const received = new Map<string, number>();
  const tell = (file: string, bytes: number) => {
    received.set(file, bytes);
    const loaded = [...received.values()].reduce((sum, part) => sum + part, 0);
    onProgress?.({ file, loaded, total });
  };
  const read = async (file: Listed, stop: AbortSignal) => {
    const blob = await readListed(source, file, (bytes) => tell(file.name, bytes), stop);
    tell(file.name, file.bytes);
    return blob;
  };
  const files = await readAll(manifest.files, read, signal);

  const indices = new Map<string, Promise<WeightIndex>>();
  return {
    manifest,
    files,
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
