import { MARK_BYTES } from '../../core/file-marks.ts';
import { asAppError, type AppError } from '../../core/errors.ts';
import type { Fault } from '../../core/faults.ts';
import { JsonError, parseJsonText } from '../../core/json-text.ts';
import { invalidCheckpoint, readRange } from '../checkpoint/errors.ts';
import { otherKind } from '../checkpoint/file-kinds.ts';
import { withoutShard } from './complete.ts';
import { folderOf, isRecord, nameOf } from './parts.ts';
import type { ImportFile, ImportNote, RecognisedCheckpoint, WantedModel } from './parts.ts';
import { readWeightFiles } from './weight-files.ts';
import { isWeights } from './weight-start.ts';

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
  /** The keys of the models in each weight file. */
  keys: { path: string; key: string }[];
}

const LICENCE = /(^|\/)(licen[cs]e|notice)[^/]*$/i;
/** JSON files that a pack is made from. If one cannot be read, the import fails. */
const NEEDED_JSON = /(config|camera)[^/]*\.json$/i;

/** Largest licence file that is read, bytes. Real licence files have some tens of kilobytes. All of them go into pack.json. */
const MAX_LICENCE_BYTES = 200_000;

/** Largest JSON file that is read, bytes. Configs and camera files have a few kilobytes. Index files of shards have hundreds. */
const MAX_TEXT_BYTES = 4_000_000;

/** Faults of files that no network would take. The faults of other files say more. */
const OF_OTHERS: ReadonlySet<Fault | undefined> = new Set<Fault>([
  ...(['unknown-format', 'other-format', 'archive', 'nameless'] as const),
  ...(['numpy', 'optimizer-only', 'lora-only', 'no-weights'] as const),
]);

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
  const bytes = await readRange(blob, 0, blob.size, path);
  try {
    return parseJsonText(bytes);
  } catch (cause) {
    // A pointer of Git LFS, or a web page.
    const other = otherKind(path, bytes.subarray(0, MARK_BYTES));
    if (other) throw other;
    const why = cause instanceof JsonError ? cause.message.replace(/\.$/, '') : String(cause);
    throw invalidCheckpoint(path, 'not-json', why, { cause });
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

/** Notes that a file is refused, and returns why. The page gets the note from a worker. @throws all other errors */
function refuse(path: string, thrown: unknown, notes: ImportNote[]): AppError {
  const refusal = asAppError(thrown);
  const { code, fault, values, message } = refusal;
  if (code !== 'checkpoint-invalid') throw thrown;
  notes.push({ code: 'refused', path, error: { code, fault, values, message } });
  return refusal;
}

/** Sorts a file by its kind. Those that may be weights are added to `weights`. */
async function sortFile(file: ImportFile, found: Collected, weights: ImportFile[]): Promise<void> {
  const { path, blob } = file;
  if (LICENCE.test(path) && blob.size <= MAX_LICENCE_BYTES) {
    const text = new TextDecoder().decode(await readRange(blob, 0, blob.size, path));
    found.licences.push({ path, text });
  } else if (/\.json$/i.test(path) && blob.size <= MAX_TEXT_BYTES) await addJson(file, found);
  else if (/\.onnx$/i.test(path)) found.onnx.push(file);
  else if (await isWeights(file)) weights.push(file);
  else found.notes.push({ code: 'not-needed', path });
}

/**
 * Reads the headers of all files and recognises each file. No weights are read. A file that cannot be read gets a note.
 *
 * @param onFile called before each file is read
 * @param wanted the models that the user wants, of files with several
 * @throws AppError `checkpoint-unsafe` for a file that would run code
 * @throws AppError `checkpoint-incomplete`, `checkpoint-unfit` if a shard or a listed tensor is missing
 * @throws AppError `checkpoint-invalid` for an unreadable config or camera file, and for a weight file that cannot be
 * read if no other file is a part of a model
 */
export async function collect(
  files: readonly ImportFile[],
  onFile: OnFile,
  wanted: readonly WantedModel[] = [],
): Promise<Collected> {
  const found: Collected = { parts: [], json: [], onnx: [], licences: [], notes: [], keys: [] };
  const sorted = files.toSorted((a, b) => (a.path < b.path ? -1 : 1));
  const weights: ImportFile[] = [];
  for (const file of sorted) {
    onFile(file.path);
    await sortFile(file, found, weights).catch((error: unknown) => {
      if (NEEDED_JSON.test(file.path)) throw error;
      refuse(file.path, error, found.notes);
    });
  }
  const refusals: { refusal: AppError; size: number }[] = [];
  for (const [key, group] of groups(weights)) {
    const config = found.json.find(
      (json) => folderOf(json.path) === folderOf(key) && nameOf(json.path) === 'config.json',
    )?.value;
    try {
      const { parts, notes, keys } = await readWeightFiles(group, {
        json: found.json,
        wanted,
        onFile,
        ...(isRecord(config) && { config }),
      });
      found.parts.push(...parts);
      found.notes.push(...notes);
      found.keys.push(...keys.map((name) => ({ path: group[0].path, key: name })));
    } catch (error) {
      const refusal = refuse(group[0].path, error, found.notes);
      refusals.push({ refusal, size: group.reduce((sum, { blob }) => sum + blob.size, 0) });
    }
  }
  const isOther = ({ fault }: AppError) => Number(OF_OTHERS.has(fault));
  const [first] = refusals.toSorted(
    (a, b) => isOther(a.refusal) - isOther(b.refusal) || b.size - a.size,
  );
  if (found.parts.length === 0 && first) throw first.refusal;
  return found;
}
