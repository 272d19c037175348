import { JsonError, parseJsonText, textOf } from '../../json-text.ts';
import type { CameraEntry } from './entry.ts';
import { entriesOf } from './frames.ts';
import { isObject } from './values.ts';

/** The cameras of a file, or a text that says why there are none. */
type Result = CameraEntry[] | string;

/** A format that is read. Its reader is loaded when a file needs it. */
interface Format {
  /** Whether a file is of this format. `start` is its beginning as Latin-1 text. */
  is: (start: string, name: string) => boolean;
  read: (bytes: Uint8Array) => Promise<Result>;
}

/** Formats that are told apart by their first bytes, or by the ending of their names. */
const FORMATS: readonly Format[] = [
  {
    is: (start, name) =>
      start.startsWith('MATLAB ') || start.startsWith('\u0089HDF') || /\.mat$/i.test(name),
    read: async (bytes) => (await import('./mat/dannce.ts')).dannceEntries(bytes),
  },
  {
    is: (start, name) =>
      (start[0] === '\u0080' && start.charCodeAt(1) <= 5) || /\.(pkl|pickle)$/i.test(name),
    read: async (bytes) => (await import('./mammal.ts')).mammalEntries(bytes),
  },
  {
    is: (start, name) =>
      /^(\u00ef\u00bb\u00bf)?(%YAML|---\s)/.test(start) || /\.ya?ml$/i.test(name),
    read: async (bytes) => (await import('./yaml/index.ts')).yamlEntries(textOf(bytes)),
  },
  {
    // JSON has no line with only a word in brackets.
    is: (start, name) => /\.toml$/i.test(name) || /^\s*\[[A-Za-z_][\w.-]*\]\s*$/m.test(start),
    read: async (bytes) => (await import('./anipose.ts')).aniposeEntries(textOf(bytes)),
  },
];

/** What OpenCV's FileStorage writes before each matrix in JSON. */
const STORAGE_MARK = '"opencv-matrix"';

/** The entries of a file that is in none of the other formats. */
async function jsonEntries(bytes: Uint8Array, start: string): Promise<Result> {
  let json: unknown;
  try {
    json = parseJsonText(bytes);
  } catch (cause) {
    if (!(cause instanceof JsonError)) throw cause;
    return `it is not JSON: ${cause.message.replace(/\.$/, '')}`;
  }
  return start.includes(STORAGE_MARK) && isObject(json)
    ? (await import('./yaml/index.ts')).storageEntries(json)
    : entriesOf(json);
}

/** Reads the cameras of a file of any format in docs/formats.md. `start` is its beginning as Latin-1 text. */
export async function entriesIn(bytes: Uint8Array, start: string, name: string): Promise<Result> {
  const format = FORMATS.find(({ is }) => is(start, name));
  if (!format) return jsonEntries(bytes, start);
  try {
    return await format.read(bytes);
  } catch (cause) {
    // Only `textOf` throws it here.
    if (!(cause instanceof JsonError)) throw cause;
    return cause.message;
  }
}
