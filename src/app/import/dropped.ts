import { AppError } from '../../core/errors.ts';
import type { ImportFile } from '../../worker/import-protocol.ts';

/** Files and folders that the user dropped or chose. They have not been read. */
interface Dropped {
  files: readonly File[];
  /** Dropped folders. Empty in a browser that does not support them. */
  folders: readonly FileSystemDirectoryEntry[];
}

/** Largest number of files in a drop. More files are probably a whole disk, not a checkpoint. */
const MAX_FILES = 10_000;

const CHECKPOINT = /\.(safetensors|pt|pth|bin|ckpt|onnx|json)$/i;

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

/** Whether a drop contains a checkpoint and not a photo: a folder, or a file with the extension of a checkpoint. */
export const isCheckpoint = ({ files, folders }: Dropped): boolean =>
  folders.length > 0 || files.some(({ name }) => CHECKPOINT.test(name));

/** A file from a file picker. If a folder was chosen, the path contains the folder names. */
const asImportFile = (file: File): ImportFile => ({
  path: file.webkitRelativePath || file.name,
  blob: file,
});

const unreadable = (path: string, cause: unknown) =>
  new AppError('checkpoint-invalid', {
    message: `${path}: could not be read`,
    stage: 'load',
    values: { file: path },
    fault: 'unreadable',
    cause,
  });

const tooMany = (path: string) =>
  new AppError('checkpoint-invalid', {
    message: `${path}: one of more than ${MAX_FILES} files`,
    stage: 'load',
    values: { file: path, count: MAX_FILES },
    fault: 'too-many-files',
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

const isHidden = (path: string) => path.split('/').some((part) => part.startsWith('.'));

/**
 * Lists all files of a drop with their paths, including the files in folders. Does not read the files. Leaves out hidden
 * files and folders.
 *
 * @throws AppError `checkpoint-invalid` if a folder cannot be read, or for more than 10 000 files
 */
export async function importFiles({ files, folders }: Dropped): Promise<ImportFile[]> {
  const found = files.map(asImportFile).filter(({ path }) => !isHidden(path));
  const walk = async (entry: FileSystemEntry) => {
    const path = entry.fullPath.replace(/^\//, '');
    if (entry.name.startsWith('.')) return;
    try {
      if (isFolder(entry)) for (const child of await entriesOf(entry)) await walk(child);
      else found.push({ path, blob: await fileOf(entry as FileSystemFileEntry) });
    } catch (cause) {
      throw cause instanceof AppError ? cause : unreadable(path, cause);
    }
    if (found.length > MAX_FILES) throw tooMany(path);
  };
  for (const folder of folders) await walk(folder);
  return found;
}
