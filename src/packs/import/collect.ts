import { AppError, asAppError } from '../../core/errors.ts';
import { JsonError, parseJsonText } from '../../core/json-text.ts';
import { readCheckpoint } from '../checkpoint.ts';
import { folderOf, isRecord, nameOf, wholeIndex } from './parts.ts';
import type { ImportFile, ImportNote, RecognisedCheckpoint, WeightSource } from './parts.ts';
import { requireComplete, withoutShard } from './complete.ts';
import { recognise } from './recognise.ts';
import { withCurrentNames } from './renamed.ts';
import { isWeights } from './weight-files.ts';

/** Called with the path of a file before the file, or its next piece, is read. */
export type OnFile = (path: string) => void;

/** The files, grouped by their kind. No checkpoint is chosen yet. */
export interface Collected {
  parts: RecognisedCheckpoint[];
  /** JSON files, parsed. */
  json: { path: string; value: unknown }[];
  /** ONNX files. They may be background removers. */
  onnx: ImportFile[];
  licences: { path: string; text: string }[];
  notes: ImportNote[];
}

const LICENCE = /(^|\/)(licen[cs]e|notice)[^/]*$/i;
/** JSON files that a pack is made from. If one cannot be read, the import fails. */
const NEEDED_JSON = /(config|camera)[^/]*\.json$/i;

/** Largest licence file that is read, bytes. Real licence files have some tens of kilobytes. All of them go into pack.json. */
const MAX_LICENCE_BYTES = 200_000;

/** Largest JSON file that is read, bytes. Configs and camera files have a few kilobytes. Index files of shards have hundreds. */
const MAX_TEXT_BYTES = 4_000_000;

/** Groups the files of one network. The key is the path without the shard number. */
function groups(files: readonly ImportFile[]): Map<string, ImportFile[]> {
  const byName = new Map<string, ImportFile[]>();
  for (const file of files) {
    const key = withoutShard(file.path);
    byName.set(key, [...(byName.get(key) ?? []), file]);
  }
  return byName;
}

/** @throws AppError `checkpoint-invalid` with the place of the mistake if the file is not JSON */
async function readJson({ path, blob }: ImportFile): Promise<unknown> {
  const bytes = new Uint8Array(await blob.arrayBuffer());
  try {
    return parseJsonText(bytes);
  } catch (cause) {
    const why = cause instanceof JsonError ? `: ${cause.message.replace(/\.$/, '')}` : '';
    throw new AppError('checkpoint-invalid', {
      message: `${path} is not JSON${why}`,
      stage: 'load',
      values: { file: path },
      cause,
    });
  }
}

/**
 * Adds a JSON file. Logs that Python wrote may contain NaN, which is not valid JSON. An unreadable file that no pack needs
 * gets a note.
 */
async function addJson(file: ImportFile, { json, notes }: Collected): Promise<void> {
  try {
    json.push({ path: file.path, value: await readJson(file) });
  } catch (error) {
    if (NEEDED_JSON.test(file.path)) throw error;
    notes.push({ code: 'not-needed', path: file.path });
  }
}

async function readWeights(files: readonly ImportFile[], onFile: OnFile): Promise<WeightSource[]> {
  const sources: WeightSource[] = [];
  for (const { path, blob } of files) {
    onFile(path);
    const { index } = await readCheckpoint(blob, path);
    sources.push(withCurrentNames({ index, blob }));
  }
  return sources;
}

/**
 * Reads the headers of all files and recognises each file. No weights are read. A damaged weight file gets a note.
 *
 * @param onFile called before each file is read
 * @throws AppError `checkpoint-unsafe` for a file that would run code
 * @throws AppError `checkpoint-incomplete` if a shard, a listed tensor or a layer is missing
 * @throws AppError `checkpoint-invalid` for an unreadable config or camera file, and for a damaged weight file if it is
 * the only file
 */
export async function collect(files: readonly ImportFile[], onFile: OnFile): Promise<Collected> {
  const found: Collected = { parts: [], json: [], onnx: [], licences: [], notes: [] };
  const sorted = files.toSorted((a, b) => (a.path < b.path ? -1 : 1));
  const weights: ImportFile[] = [];
  for (const file of sorted) {
    const { path, blob } = file;
    onFile(path);
    if (LICENCE.test(path) && blob.size <= MAX_LICENCE_BYTES)
      found.licences.push({ path, text: await blob.text() });
    else if (/\.json$/i.test(path) && blob.size <= MAX_TEXT_BYTES) await addJson(file, found);
    else if (/\.onnx$/i.test(path)) found.onnx.push(file);
    else if (await isWeights(file)) weights.push(file);
    else found.notes.push({ code: 'not-needed', path });
  }
  for (const [key, group] of groups(weights)) {
    const { path } = group[0];
    try {
      const sources = await readWeights(group, onFile);
      const index = wholeIndex(path, sources);
      const family = recognise(index);
      // Without one of its parts a network may be recognised as a smaller one, or not at all.
      if (family !== 'not-needed')
        requireComplete(
          group.map((file) => file.path),
          index,
          found.json,
        );
      const config = found.json.find(
        (json) => folderOf(json.path) === folderOf(key) && nameOf(json.path) === 'config.json',
      )?.value;
      if (family === null || family === 'not-needed')
        found.notes.push({ code: family ?? 'unknown', path });
      else found.parts.push({ family, path, index, sources, ...(isRecord(config) && { config }) });
    } catch (error) {
      const { code, message: reason } = asAppError(error);
      if (code !== 'checkpoint-invalid' || files.length === 1) throw error;
      found.notes.push({ code: 'damaged', path, reason });
    }
  }
  return found;
}
