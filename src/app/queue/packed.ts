/** A value as text and the Blobs in it. JSON alone has no Blobs, no typed arrays, and no infinite numbers. */
export interface Packed {
  text: string;
  blobs: Blob[];
}

/** The key of an object that stands for what JSON does not have. No other object may have it. */
const MARK = '$';

type Marked = { [MARK]: 'blob'; index: number } | { [MARK]: 'float64' | 'number'; data: unknown };

const isMarked = (value: unknown): value is Marked =>
  typeof value === 'object' && value !== null && MARK in value;

/** Packs plain data with Blobs, `Float64Array`s and infinite numbers. What is undefined is left out. */
export function pack(value: object): Packed {
  const blobs: Blob[] = [];
  const text = JSON.stringify(value, (_, part: unknown): unknown => {
    if (part instanceof Blob)
      return { [MARK]: 'blob', index: blobs.push(part) - 1 } satisfies Marked;
    if (part instanceof Float64Array)
      return { [MARK]: 'float64', data: [...part] } satisfies Marked;
    if (typeof part === 'number' && !Number.isFinite(part))
      return { [MARK]: 'number', data: String(part) } satisfies Marked;
    return part;
  });
  return { text, blobs };
}

/** The value that `pack` packed. @param blobOf gives the Blob with this index */
export function unpack(text: string, blobOf: (index: number) => Blob): unknown {
  return JSON.parse(text, (_, part: unknown): unknown => {
    if (!isMarked(part)) return part;
    if (part[MARK] === 'blob') return blobOf(part.index);
    return part[MARK] === 'number' ? Number(part.data) : Float64Array.from(part.data as number[]);
  });
}
