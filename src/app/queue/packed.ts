/** The typed arrays that can be packed, by their names. */
const ARRAYS = {
  Int8Array,
  Uint8Array,
  Uint8ClampedArray,
  Int16Array,
  Uint16Array,
  Int32Array,
  Uint32Array,
  Float32Array,
  Float64Array,
} as const;

type ArrayName = keyof typeof ARRAYS;
type TypedArray = InstanceType<(typeof ARRAYS)[ArrayName]>;

/** The key of an object that stands for what JSON does not have. No other object may have it. */
const MARK = '$';

/** Bytes of a part: from `at` on, counted from the end of the text. */
interface Place {
  at: number;
  bytes: number;
}

type Marked =
  | ({ [MARK]: 'blob'; type: string } & Place)
  | ({ [MARK]: ArrayName } & Place)
  | { [MARK]: 'number'; text: string }
  | { [MARK]: 'undefined' };

/** Bytes before the text: its length, little-endian. */
const HEAD_BYTES = 4;

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null;

const isMarked = (value: unknown): value is Marked => isObject(value) && MARK in value;

const isTyped = (value: unknown): value is TypedArray =>
  Object.values(ARRAYS).some((type) => value instanceof type);

/** The same numbers in memory that no other thread writes. */
const unshared = (array: TypedArray): BlobPart => {
  const { buffer, byteOffset, byteLength } = array;
  return buffer instanceof ArrayBuffer
    ? new Uint8Array(buffer, byteOffset, byteLength)
    : array.slice();
};

/**
 * Packs plain data into one file: a length, a text, and the bytes of the Blobs and typed arrays in it. All numbers come
 * back as they were, also those that JSON does not have. In objects, what is undefined is left out.
 * @throws TypeError for other objects, for example a Map
 */
export function pack(value: unknown): Blob {
  const parts: BlobPart[] = [];
  let at = 0;
  const place = (part: Blob | TypedArray, bytes: number): Place => {
    parts.push(part instanceof Blob ? part : unshared(part));
    const before = at;
    at += bytes;
    return { at: before, bytes };
  };
  const plain = (part: unknown): unknown => {
    if (part === undefined) return { [MARK]: 'undefined' } satisfies Marked;
    if (typeof part === 'number' && (!Number.isFinite(part) || Object.is(part, -0)))
      return { [MARK]: 'number', text: Object.is(part, -0) ? '-0' : String(part) } satisfies Marked;
    if (!isObject(part)) return part;
    if (part instanceof Blob)
      return { [MARK]: 'blob', type: part.type, ...place(part, part.size) } satisfies Marked;
    if (isTyped(part))
      return { [MARK]: part[Symbol.toStringTag], ...place(part, part.byteLength) } satisfies Marked;
    if (Array.isArray(part)) return Array.from(part, plain);
    if (Object.getPrototypeOf(part) !== Object.prototype)
      throw new TypeError('Only plain data can be packed.');
    const entries = Object.entries(part).filter(([, each]) => each !== undefined);
    return Object.fromEntries(entries.map(([key, each]) => [key, plain(each)]));
  };
  const text = new TextEncoder().encode(JSON.stringify(plain(value)));
  const head = new DataView(new ArrayBuffer(HEAD_BYTES));
  head.setUint32(0, text.length, true);
  return new Blob([head, text, ...parts]);
}

/**
 * The value that `pack` packed. Its Blobs are parts of the file, and are not read.
 * @throws Error if the file is not whole
 */
export async function unpack(file: Blob): Promise<unknown> {
  const head = new DataView(await file.slice(0, HEAD_BYTES).arrayBuffer());
  const start = HEAD_BYTES + head.getUint32(0, true);
  const partAt = ({ at, bytes }: Place, type?: string) => {
    if (start + at + bytes > file.size) throw new Error('The packed file ends too early.');
    return file.slice(start + at, start + at + bytes, type);
  };
  const marked = async (mark: Marked): Promise<unknown> => {
    if (mark[MARK] === 'undefined') return undefined;
    if (mark[MARK] === 'number') return Number(mark.text);
    if (mark[MARK] === 'blob') return partAt(mark, mark.type);
    return new ARRAYS[mark[MARK]](await partAt(mark).arrayBuffer());
  };
  const whole = async (part: unknown): Promise<unknown> => {
    if (!isObject(part)) return part;
    if (isMarked(part)) return marked(part);
    if (Array.isArray(part)) return Promise.all(part.map(whole));
    const entries = Object.entries(part).map(async ([key, each]) => [key, await whole(each)]);
    return Object.fromEntries(await Promise.all(entries)) as unknown;
  };
  return whole(JSON.parse(await file.slice(HEAD_BYTES, start).text()));
}
