import { readFile, stat } from 'node:fs/promises';
import { JsonError, parseJsonText } from '../../src/core/json-text.ts';
import { UsageError } from '../command.ts';

/** The error for a file of a text encoder or a tokenizer that cannot be used. */
export const unusable = (file: string, reason: string) =>
  new UsageError(`${file} cannot be used: ${reason}.`);

/** Largest file of a tokenizer that is read, bytes. CLIP's vocabulary has 1 MB. */
const MAX_BYTES = 32e6;

/** The bytes of a file; null if it does not exist. @throws UsageError if it is too large */
export async function bytesOf(file: string): Promise<Uint8Array | null> {
  const info = await stat(file).catch(() => null);
  if (!info?.isFile()) return null;
  if (info.size > MAX_BYTES) throw unusable(file, 'it is too large');
  return readFile(file);
}

/** The object in a JSON file; null if the file does not exist. @throws UsageError if it contains anything else */
export async function objectIn(file: string): Promise<Readonly<Record<string, unknown>> | null> {
  const bytes = await bytesOf(file);
  if (!bytes) return null;
  let json: unknown;
  try {
    json = parseJsonText(bytes);
  } catch (cause) {
    if (!(cause instanceof JsonError)) throw cause;
    throw unusable(file, `it is not JSON: ${cause.message.replace(/\.$/, '')}`);
  }
  if (typeof json !== 'object' || json === null || Array.isArray(json))
    throw unusable(file, 'it is no JSON object');
  return json as Readonly<Record<string, unknown>>;
}
