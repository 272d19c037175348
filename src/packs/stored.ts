import { isTornJournal } from './import/write/journal.ts';
import { readPackJson } from './import/write/record.ts';
import { settle, unfinishedIn } from './import/write/settle.ts';
import type { PackManifest } from './manifest.ts';
import { OpfsFolder, packBusy, removeFolder, storedFolders } from './opfs.ts';

/**
 * Runs `work` on a pack in the browser's storage, and locks the pack against other tabs of this page.
 * @throws AppError `pack-busy` if another tab has locked the pack
 */
export function withPackLock<T>(id: string, work: () => Promise<T>): Promise<T> {
  // A browser without locks also has no storage, so `work` throws the right error.
  if (!navigator.locks) return work();
  return navigator.locks.request(`pack ${id}`, { ifAvailable: true }, (lock) => {
    if (!lock) throw packBusy(id);
    return work();
  });
}

/** A folder of the browser's storage. */
export interface StoredFolder {
  id: string;
  /** The complete pack in the folder; null if there is none. */
  manifest: PackManifest | null;
  /** Size of all files, bytes. */
  bytes: number;
}

/**
 * All folders of packs. What killed imports left is brought into order first (`settle`), except in a folder into which
 * another tab is writing. A folder without files is removed, and so is one with a torn journal only.
 */
export async function storedPacks(): Promise<StoredFolder[]> {
  const packs: StoredFolder[] = [];
  for (const id of await storedFolders()) {
    const folder = new OpfsFolder(id);
    const manifest = await withPackLock(id, async () => {
      const found = await settle(folder);
      if (!found && (await isTornJournal(folder, (await folder.list()).keys())))
        await removeFolder(id);
      return found;
    }).catch(() => readPackJson(folder));
    const sizes = [...(await folder.list()).values()];
    if (sizes.length > 0) packs.push({ id, manifest, bytes: sizes.reduce((a, b) => a + b, 0) });
  }
  return packs;
}

/** The unfinished import with this fingerprint. Null if there is none. */
export async function unfinishedImport(
  fingerprint: string,
): Promise<{ id: string; doneBytes: number } | null> {
  for (const id of await storedFolders()) {
    const found = await unfinishedIn(new OpfsFolder(id));
    if (found?.fingerprint === fingerprint) return { id, doneBytes: found.doneBytes };
  }
  return null;
}
