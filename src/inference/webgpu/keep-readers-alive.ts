/**
 * Keeps the readers of byte streams alive while they read (docs/known-issues.md, “Reads that never end”).
 *
 * onnxruntime-web's jspi build reads every weight of a Blob with a reader that only the waiting function references.
 * Chromium (156) may collect that reader during the read, and then the read never ends.
 */

/** One entry per pending read. A reader may have several pending reads. */
const pendingReads = new Set<{ reader: ReadableStreamBYOBReader }>();

let installed = false;

/**
 * Wraps `ReadableStreamBYOBReader.prototype.read`. Call it before the jspi build is loaded; later calls do
 * nothing. Weights are still streamed, because a reader is released when its read has settled.
 */
export function keepReadersAlive(): void {
  if (installed || typeof ReadableStreamBYOBReader === 'undefined') return;
  installed = true;
  const { prototype } = ReadableStreamBYOBReader;
  const { read } = prototype;
  prototype.read = function <T extends ArrayBufferView<ArrayBuffer>>(
    this: ReadableStreamBYOBReader,
    view: T,
    ...options: unknown[]
  ) {
    const entry = { reader: this };
    const result = Reflect.apply(read, this, [view, ...options]) as ReturnType<typeof read<T>>;
    pendingReads.add(entry);
    const release = () => void pendingReads.delete(entry);
    result.then(release, release);
    return result;
  };
}
