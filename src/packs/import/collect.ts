import { AppError, asAppError } from '../../core/errors.ts';
import { readCheckpoint } from '../checkpoint.ts';
import { folderOf, nameOf, wholeIndex } from './parts.ts';
import type { ImportFile, ImportNote, WeightPart, WeightSource } from './parts.ts';
import { recognise } from './recognise.ts';
import { withCurrentNames } from './renamed.ts';

/** Everything that the dropped files turned out to be, nothing chosen yet. */
export interface Collected {
  parts: WeightPart[];
  /** JSON files, parsed. */
  json: { path: string; value: unknown }[];
  /** ONNX files: background removers, perhaps. */
  onnx: ImportFile[];
  licences: { path: string; text: string }[];
  notes: ImportNote[];
}

const WEIGHTS = /\.(safetensors|pt|pth|bin|ckpt)$/i;
const LICENCE = /(^|\/)(licen[cs]e|notice)[^/]*$/i;
/** What accelerate and transformers leave beside a fine-tune. */
const TRAINING = /(^|\/)(optimizer|scheduler|scaler|training_args)(_\d+)?\.(bin|pt|pth)$/i;
/** JSON files that a pack is made from: one that cannot be read must not be passed over. */
const NEEDED_JSON = /(config|camera)[^/]*\.json$/i;

/** A licence is some tens of kilobytes; all of them go into pack.json. */
const MAX_LICENCE_BYTES = 200_000;

/** Configs and camera files are a few kilobytes; index files of shards some hundred. */
const MAX_TEXT_BYTES = 4_000_000;

/** `model-00001-of-00003.safetensors` → `model`: the shards of one network. */
const SHARD = /-\d{5}-of-\d{5}(?=\.[^.]+$)/;

/** Files of one network, by folder and name without the shard's number. */
function groups(files: readonly ImportFile[]): Map<string, ImportFile[]> {
  const byName = new Map<string, ImportFile[]>();
  for (const file of files) {
    const key = file.path.replace(SHARD, '');
    byName.set(key, [...(byName.get(key) ?? []), file]);
  }
  return byName;
}

async function readJson({ path, blob }: ImportFile): Promise<unknown> {
  try {
    return JSON.parse(await blob.text());
  } catch (cause) {
    throw new AppError('checkpoint-invalid', {
      message: `${path} is not JSON`,
      stage: 'load',
      values: { file: path },
      cause,
    });
  }
}

/** Python writes NaN into its logs, which is no JSON. */
async function addJson(file: ImportFile, { json, notes }: Collected): Promise<void> {
  try {
    json.push({ path: file.path, value: await readJson(file) });
  } catch (error) {
    if (NEEDED_JSON.test(file.path)) throw error;
    notes.push({ code: 'not-needed', path: file.path });
  }
}

const isWeights = ({ path }: ImportFile): boolean => WEIGHTS.test(path) && !TRAINING.test(path);

async function readWeights(files: readonly ImportFile[]): Promise<WeightSource[]> {
  const sources: WeightSource[] = [];
  for (const { path, blob } of files) {
    const { index } = await readCheckpoint(blob, path);
    sources.push(withCurrentNames({ index, blob }));
  }
  return sources;
}

/**
 * Reads the headers of all files, never their weights, and tells what each is. A file that would run
 * code ends the import; one that cannot be read is noted.
 */
export async function collect(files: readonly ImportFile[]): Promise<Collected> {
  const found: Collected = { parts: [], json: [], onnx: [], licences: [], notes: [] };
  const sorted = files.toSorted((a, b) => (a.path < b.path ? -1 : 1));
  for (const file of sorted) {
    const { path, blob } = file;
    if (LICENCE.test(path) && blob.size <= MAX_LICENCE_BYTES)
      found.licences.push({ path, text: await blob.text() });
    else if (/\.json$/i.test(path) && blob.size <= MAX_TEXT_BYTES) await addJson(file, found);
    else if (/\.onnx$/i.test(path)) found.onnx.push(file);
    else if (!isWeights(file)) found.notes.push({ code: 'not-needed', path });
  }
  for (const [key, group] of groups(sorted.filter(isWeights))) {
    const { path } = group[0];
    try {
      const sources = await readWeights(group);
      const index = wholeIndex(path, sources);
      const family = recognise(index);
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

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
