import { abortable } from '../../core/abortable.ts';
import { naturally } from '../../core/natural-order.ts';
import { kindOf, LONG_START_BYTES, needsMore, START_BYTES } from './kind-of.ts';
import type { ListedFile, SortedFile } from './kinds.ts';

/** Number of files that are read at the same time. */
const READS_AT_ONCE = 8;

interface Sorting {
  signal: AbortSignal;
  /** Called with the number of files that have been read. */
  onRead?: (count: number) => void;
}

/**
 * Finds the kind of every file by its first bytes. At most 64 KiB of a file are read.
 * @returns the files in natural order of their paths
 * @throws the signal's reason, even while a read hangs
 */
export async function sortFiles(
  files: readonly ListedFile[],
  { signal, onRead }: Sorting,
): Promise<SortedFile[]> {
  const sorted: SortedFile[] = [];
  const waiting = files.values();
  const readAll = async () => {
    for (const file of waiting) {
      sorted.push(await abortable(signal, sortFile(file)));
      onRead?.(sorted.length);
    }
  };
  await Promise.all(Array.from({ length: READS_AT_ONCE }, readAll));
  return sorted.sort((a, b) => naturally(a.path, b.path));
}

async function sortFile({ path, blob }: ListedFile): Promise<SortedFile> {
  const start = blob && (await startOf(blob));
  return start
    ? { path, blob, kind: kindOf(start, path, blob.size) }
    : { path, blob: new Blob(), kind: 'unreadable' };
}

/** The first bytes of a file, as many as `kindOf` needs. Null if the browser cannot read it. */
async function startOf(blob: Blob): Promise<Uint8Array | null> {
  const read = async (end: number) =>
    new Uint8Array(
      await blob
        .slice(0, end)
        .arrayBuffer()
        .catch(() => new ArrayBuffer(0)),
    );
  let start = await read(START_BYTES);
  if (blob.size > START_BYTES && needsMore(start)) start = await read(LONG_START_BYTES);
  return start.length === 0 && blob.size > 0 ? null : start;
}
