import { AppError } from '../../core/errors.ts';
import { someNames } from '../../core/quoted.ts';
import { unfit } from '../../families/unfit.ts';
import { folderOf, isRecord, nameOf, type RecognisedCheckpoint } from './parts.ts';

/**
 * The number of a shard in its name: `model-00001-of-00003.safetensors`. A variant may stand before the ending:
 * `model-00001-of-00003.fp16.safetensors`.
 */
const SHARD = /-(\d{5})-of-(\d{5})(?=(?:\.[A-Za-z0-9_]+)?\.[^./]+$)/;

/** Names of lists of modules whose numbers have no gap. Other numbers belong to steps of a sequence, which may have no weights. */
const LISTS = new Set([
  ...['layers', 'blocks', 'transformer_blocks', 'transformer_layers', 'resnets', 'attentions'],
  ...['down_blocks', 'up_blocks', 'resblocks'],
]);

/** The path without the shard number. Files with equal results are shards of one network. */
export const withoutShard = (path: string): string => path.replace(SHARD, '');

const incomplete = (path: string, missing: readonly string[], why: string) =>
  new AppError('checkpoint-incomplete', {
    message: `${path}: ${why}`,
    stage: 'load',
    values: { file: nameOf(path), missing: someNames(missing) },
  });

/** @throws AppError `checkpoint-incomplete` if a shard is missing */
function requireShards(paths: readonly string[]): void {
  const [first] = paths;
  const total = Number(SHARD.exec(first)?.[2]);
  if (!total) return;
  const present = new Set(paths.map((path) => Number(SHARD.exec(path)?.[1])));
  const missing: number[] = [];
  for (let number = 1; number <= total; number++) if (!present.has(number)) missing.push(number);
  if (missing.length === 0) return;
  const digits = (number: number) => `${number}`.padStart(5, '0');
  const names = missing.map((number) =>
    nameOf(first).replace(SHARD, `-${digits(number)}-of-${digits(total)}`),
  );
  const parts = someNames(missing.map(String));
  throw incomplete(first, names, `part ${parts} of ${total} is missing`);
}

/** The files and tensors that an index file of shards lists (`weight_map`). Null for other JSON. */
function listedIn(json: unknown): [tensor: string, file: string][] | null {
  const map = isRecord(json) && isRecord(json.weight_map) ? Object.entries(json.weight_map) : null;
  return map?.every((entry): entry is [string, string] => typeof entry[1] === 'string')
    ? map
    : null;
}

/**
 * @throws AppError `checkpoint-incomplete` if an index file lists a file that is not there, `checkpoint-unfit` if it lists
 * a tensor that no file contains
 */
function requireListed(
  paths: readonly string[],
  tensors: ReadonlySet<string>,
  json: readonly { path: string; value: unknown }[],
): void {
  const folder = folderOf(paths[0]);
  const names = new Set(paths.map(nameOf));
  for (const { path, value } of json) {
    if (folderOf(path) !== folder || !path.endsWith('.index.json')) continue;
    const listed = listedIn(value);
    if (!listed?.some(([, file]) => names.has(file))) continue;
    const files = [...new Set(listed.map(([, file]) => file))].filter((file) => !names.has(file));
    if (files.length > 0)
      throw incomplete(paths[0], files, `${nameOf(path)} lists ${files[0]}, which is missing`);
    const lacking = listed.map(([tensor]) => tensor).filter((tensor) => !tensors.has(tensor));
    const [tensor] = lacking;
    if (tensor !== undefined)
      throw unfit(paths[0], 'index-of-others', `${lacking.length} listed tensors are missing`, {
        index: nameOf(path),
        tensor,
      });
  }
}

/** @throws AppError `checkpoint-unfit` (`layers-missing`) if numbered layers of a network have a gap */
export function requireLayers({ path, index }: RecognisedCheckpoint): void {
  const numbers = new Map<string, Set<number>>();
  for (const name of index.tensors.keys()) {
    const parts = name.split('.');
    for (let at = 1; at < parts.length; at++) {
      if (!LISTS.has(parts[at - 1]) || !/^\d{1,4}$/.test(parts[at])) continue;
      const list = parts.slice(0, at).join('.');
      const found = numbers.get(list) ?? new Set();
      numbers.set(list, found.add(Number(parts[at])));
    }
  }
  for (const [list, found] of numbers) {
    const missing = Array.from({ length: Math.max(...found) }, (_, i) => i).filter(
      (i) => !found.has(i),
    );
    if (missing.length > 0) {
      const names = missing.map((i) => `${list}.${i}`);
      throw unfit(path, 'layers-missing', `${names[0]} is missing`, { missing: someNames(names) });
    }
  }
}

/**
 * Checks that the files of one checkpoint are all there.
 * @param paths its files, or its shards
 * @param tensors the names of all their tensors, as the files have them
 * @param json the parsed JSON files of the import. Index files of shards are among them
 * @throws AppError `checkpoint-incomplete` or `checkpoint-unfit`, which names what is missing
 */
export function requireParts(
  paths: readonly string[],
  tensors: ReadonlySet<string>,
  json: readonly { path: string; value: unknown }[],
): void {
  requireShards(paths);
  requireListed(paths, tensors, json);
}
