import type { JobRecord } from '../../worker/job-store/record.ts';
import { saveBlob, zipOf, type ZipEntry } from '../zip.ts';
import { isArtifact, outputOf } from './result.ts';
import { foldersOf, isDone } from './select.ts';
import type { Queue } from './store.ts';
import { asProblem } from './problem.ts';

declare global {
  interface Window {
    /** Lets the person choose a folder. Not every browser has it, and the types of the DOM do not. */
    showDirectoryPicker?(options: {
      id: string;
      mode: 'readwrite';
    }): Promise<FileSystemDirectoryHandle>;
  }
}

type FolderWindow = Pick<Window, 'showDirectoryPicker'>;

/** Whether the person can choose a folder in this browser. */
export const canSaveFolder = (page: FolderWindow = window): boolean =>
  page.showDirectoryPicker !== undefined;

/** Every file of all finished items. Paths begin with the item's folder. */
async function* entriesOf({ store, outputs }: Queue): AsyncGenerator<ZipEntry> {
  for (const { item, folder } of foldersOf(store.getState().items))
    for (const { name, crc } of item.end.outputs.filter(isArtifact))
      yield { path: `${folder}/${name}`, file: await outputOf(item, outputs, name), crc };
}

/**
 * Does what reads the files of the finished items. If one of them was corrected or removed meanwhile, its files are others,
 * or gone. Then it starts again.
 */
async function withSteadyItems<T>({ store }: Queue, action: () => Promise<T>): Promise<T> {
  for (;;) {
    const done = store.getState().items.filter(isDone);
    const isSteady = () => {
      const now = new Set<JobRecord>(store.getState().items);
      return done.every((item) => now.has(item));
    };
    try {
      const result = await action();
      if (isSteady()) return result;
    } catch (error) {
      if (isSteady()) throw error;
    }
  }
}

/** Downloads the files of all finished items as one archive, with a folder for each item. */
export async function saveQueueZip(queue: Queue): Promise<void> {
  try {
    const zip = await withSteadyItems(queue, async () => {
      const entries: ZipEntry[] = [];
      for await (const entry of entriesOf(queue)) entries.push(entry);
      return zipOf(entries);
    });
    saveBlob(zip, 'mouse-facelift.zip');
  } catch (error) {
    queue.dispatch({ type: 'failed', problem: asProblem(error) });
  }
}

/** Opens the folder of a path, and makes the folders on the way. */
async function folderIn(root: FileSystemDirectoryHandle, path: string) {
  let folder = root;
  for (const name of path.split('/'))
    folder = await folder.getDirectoryHandle(name, { create: true });
  return folder;
}

/** Writes the files of all finished items. Returns the number of items. */
async function writeFolders(queue: Queue, root: FileSystemDirectoryHandle): Promise<number> {
  const total = foldersOf(queue.store.getState().items).length;
  const written = new Set<string>();
  for await (const { path, file } of entriesOf(queue)) {
    const at = path.lastIndexOf('/');
    queue.dispatch({ type: 'saving', saving: { done: written.size, total } });
    const folder = await folderIn(root, path.slice(0, at));
    const handle = await folder.getFileHandle(path.slice(at + 1), { create: true });
    await file.stream().pipeTo(await handle.createWritable());
    written.add(path.slice(0, at));
  }
  return written.size;
}

/**
 * Writes the files of all finished items into a folder that the person chooses. Files of the same names are replaced. A
 * file that cannot be written becomes the queue's problem; those before it stay.
 */
export async function saveQueueFolder(queue: Queue, page: FolderWindow = window): Promise<void> {
  let root: FileSystemDirectoryHandle | undefined;
  try {
    root = await page.showDirectoryPicker?.({ id: 'results', mode: 'readwrite' });
  } catch (error) {
    // The person closed the window without a choice.
    if (error instanceof DOMException && error.name === 'AbortError') return;
    queue.dispatch({ type: 'failed', problem: asProblem(error) });
  }
  if (!root) return;
  try {
    const count = await withSteadyItems(queue, () => writeFolders(queue, root));
    queue.dispatch({ type: 'saved', count });
  } catch (error) {
    queue.dispatch({ type: 'failed', problem: asProblem(error) });
  }
}
