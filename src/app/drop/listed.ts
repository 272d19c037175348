import { abortable } from '../../core/abortable.ts';
import type { ListedFile } from '../../worker/dropped/kinds.ts';

/** Files and folders that a person dropped, pasted or chose. They have not been read. */
export interface Dropped {
  files: readonly File[];
  /** Dropped folders. Empty in a browser that does not support them. */
  folders: readonly FileSystemDirectoryEntry[];
}

/** All files of a drop. */
export interface Listed {
  files: ListedFile[];
  /** True: there are more than `MAX_FILES`, and `files` has only some of them. */
  tooMany: boolean;
}

/** Largest number of files in a drop. More files are probably a whole disk. */
export const MAX_FILES = 10_000;

/** Hidden files, and files that file managers write into every folder. Nobody drops them on purpose. */
const LEFT_OUT = /(^|\/)(\.[^/]*|__MACOSX|Thumbs\.db|desktop\.ini)(\/|$)/i;

const isFolder = (entry: FileSystemEntry | null): entry is FileSystemDirectoryEntry =>
  entry?.isDirectory ?? false;

/** The files and folders of a drop. Call this function while the drop event is handled. */
export function droppedIn(transfer: DataTransfer): Dropped {
  const items = [...transfer.items]
    .filter(({ kind }) => kind === 'file')
    .map((item) => ({ entry: item.webkitGetAsEntry?.() ?? null, file: item.getAsFile() }));
  return {
    files: items.flatMap(({ entry, file }) => (isFolder(entry) || !file ? [] : [file])),
    folders: items.flatMap(({ entry }) => (isFolder(entry) ? [entry] : [])),
  };
}

/** The files of a file input. If a folder was chosen, these are all files in it. */
export const chosenIn = (input: HTMLInputElement): Dropped => ({
  files: [...(input.files ?? [])],
  folders: [],
});

const fileOf = (entry: FileSystemFileEntry) =>
  new Promise<File>((resolve, reject) => entry.file(resolve, reject));

/** All entries of a folder. The browser gives them in batches; the last batch is empty. */
async function entriesOf(folder: FileSystemDirectoryEntry): Promise<FileSystemEntry[]> {
  const reader = folder.createReader();
  const entries: FileSystemEntry[] = [];
  for (;;) {
    const batch = await new Promise<FileSystemEntry[]>((resolve, reject) =>
      reader.readEntries(resolve, reject),
    );
    if (batch.length === 0) return entries;
    entries.push(...batch);
  }
}

/**
 * Lists all files of a drop with their paths, including the files in folders. Does not read the files. Hidden files are
 * left out. A file or folder that the browser cannot open is listed without its bytes.
 * @throws the signal's reason
 */
export async function listFiles({ files, folders }: Dropped, signal: AbortSignal): Promise<Listed> {
  const listed: ListedFile[] = files
    .map((file) => ({ path: file.webkitRelativePath || file.name, blob: file }))
    .filter(({ path }) => !LEFT_OUT.test(path));
  const walk = async (entry: FileSystemEntry): Promise<void> => {
    const path = entry.fullPath.replace(/^\//, '');
    if (LEFT_OUT.test(path) || listed.length > MAX_FILES) return;
    const opened: Promise<FileSystemEntry[] | File> = isFolder(entry)
      ? entriesOf(entry)
      : fileOf(entry as FileSystemFileEntry);
    const content = await abortable(signal, opened).catch(() => null);
    signal.throwIfAborted();
    if (Array.isArray(content)) for (const child of content) await walk(child);
    else listed.push({ path, blob: content });
  };
  for (const folder of folders) await walk(folder);
  return { files: listed.slice(0, MAX_FILES), tooMany: listed.length > MAX_FILES };
}
