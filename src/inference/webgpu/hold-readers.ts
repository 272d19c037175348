/**
 * Keeps the readers of byte streams alive while they read (docs/known-issues.md, “Reads that never end”).
 *
 * onnxruntime-web's jspi build reads every weight of a Blob with a reader that only the waiting function
 * holds. Chromium (156) may collect that reader during the read, and then the read never ends.
 */

/** One entry per read under way; a reader may have several. */
const underWay = new Set<{ reader: ReadableStreamBYOBReader }>();

let held = false;

/** Call once, before the jspi build is loaded. Weights still stream: a reader goes when its read ends. */
export function holdReaders(): void {
  if (held || typeof ReadableStreamBYOBReader === 'undefined') return;
  held = true;
  const { prototype } = ReadableStreamBYOBReader;
  const { read } = prototype;
  prototype.read = function <T extends ArrayBufferView<ArrayBuffer>>(
    this: ReadableStreamBYOBReader,
    view: T,
    ...options: unknown[]
  ) {
    const entry = { reader: this };
    const result = Reflect.apply(read, this, [view, ...options]) as ReturnType<typeof read<T>>;
    underWay.add(entry);
    const release = () => void underWay.delete(entry);
    result.then(release, release);
    return result;
  };
}
