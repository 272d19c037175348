import { ArrayReader, headerOf, type MatArray } from './arrays.ts';
import { COMPRESSED, Elements, MATRIX, type Element } from './elements.ts';
import { inflateStart } from './inflate.ts';

const HEADER_BYTES = 128;

/** Largest variable that is read, and number of its bytes that certainly contain its name. */
const MAX_VARIABLE_BYTES = 16 * 2 ** 20;
const NAME_BYTES = 4096;

/** Largest number of variables. */
const MAX_VARIABLES = 10_000;

const HDF5 =
  "it is a MATLAB file of version 7.3 (HDF5). Save it in MATLAB as version 7: m = load('old.mat'); save('new.mat', '-struct', 'm', '-v7')";

const startOf = (bytes: Uint8Array): string => String.fromCharCode(...bytes.subarray(0, 10));

/**
 * The bytes of the array in an element, decompressed.
 * @param max where to stop, bytes
 * @returns null if they are damaged
 */
function contentOf({ type, data }: Element, little: boolean, max: number): Uint8Array | null {
  if (type === MATRIX) return data;
  const bytes = inflateStart(data, max);
  if (!bytes || bytes.length < 8) return null;
  const view = new DataView(bytes.buffer);
  // If only the beginning is wanted, the length of the array is larger than that of the bytes.
  return view.getUint32(0, little) === MATRIX
    ? bytes.subarray(8, 8 + view.getUint32(4, little))
    : null;
}

/**
 * Reads variables of a MAT file of version 5 to 7. Only the variables with these names are decompressed.
 * Format: https://www.mathworks.com/help/pdf_doc/matlab/matfile_format.pdf
 * @returns a text that says why the file cannot be read
 */
export function readMat(
  bytes: Uint8Array,
  names: readonly string[],
): ReadonlyMap<string, MatArray> | string {
  const start = startOf(bytes);
  if (start.startsWith('MATLAB 7.3') || start.startsWith('\x89HDF')) return HDF5;
  const order = String.fromCharCode(...bytes.subarray(126, 128));
  const little = order === 'IM';
  if (!little && order !== 'MI')
    return 'it is no file of MATLAB, or one of version 4. Save it in MATLAB with -v7';
  if (bytes[little ? 125 : 124] === 2) return HDF5;
  const found = new Map<string, MatArray>();
  const elements = new Elements(bytes, little, HEADER_BYTES);
  for (let count = 0; !elements.isAtEnd; count++) {
    const element = elements.next();
    if (!element) return 'it ends too early';
    if (count >= MAX_VARIABLES) return `it has more than ${MAX_VARIABLES} variables`;
    if (element.type !== MATRIX && element.type !== COMPRESSED) continue;
    const beginning = contentOf(element, little, NAME_BYTES);
    const header = beginning && headerOf(new Elements(beginning, little));
    if (!header) return 'it is damaged';
    if (!names.includes(header.name)) continue;
    const content = contentOf(element, little, MAX_VARIABLE_BYTES);
    if (!content) return `its variable ${header.name} is damaged`;
    if (content.length >= MAX_VARIABLE_BYTES) return `its variable ${header.name} is too large`;
    const array = new ArrayReader(little).read(content);
    if (typeof array === 'string') return `its variable ${header.name} cannot be read: ${array}`;
    found.set(header.name, array);
  }
  return found;
}
