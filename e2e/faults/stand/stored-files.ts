import type { Page } from '@playwright/test';

/** One file in the browser's storage. */
interface StoredFile {
  bytes: number;
  sha256: string;
  /** Milliseconds since 1970. */
  changedMs: number;
}

/** The files of all packs in the browser's storage, by `pack/file`. */
export const storedFiles = (page: Page): Promise<Record<string, StoredFile>> =>
  page.evaluate(async () => {
    const files: Record<string, { bytes: number; sha256: string; changedMs: number }> = {};
    const root = await navigator.storage.getDirectory();
    const packs = await root.getDirectoryHandle('packs').catch(() => null);
    for await (const [id, folder] of packs?.entries() ?? []) {
      if (!(folder instanceof FileSystemDirectoryHandle)) continue;
      for await (const [name, entry] of folder.entries()) {
        if (!(entry instanceof FileSystemFileHandle)) continue;
        // The page may be bringing the folder into order.
        const file = await entry.getFile().catch(() => null);
        if (!file) continue;
        const bytes = await file.arrayBuffer().catch(() => null);
        if (!bytes) continue;
        const digest = await crypto.subtle.digest('SHA-256', bytes);
        const hex = Array.from(new Uint8Array(digest), (byte) =>
          byte.toString(16).padStart(2, '0'),
        );
        files[`${id}/${name}`] = {
          bytes: file.size,
          sha256: hex.join(''),
          changedMs: file.lastModified,
        };
      }
    }
    return files;
  });

/** A JSON file of a pack in the browser's storage. Null if it does not exist or is not JSON. */
export const storedJson = (page: Page, pack: string, name: string): Promise<unknown> =>
  page.evaluate(
    async ({ pack, name }) => {
      const root = await navigator.storage.getDirectory();
      try {
        const packs = await root.getDirectoryHandle('packs');
        const folder = await packs.getDirectoryHandle(pack);
        const file = await (await folder.getFileHandle(name)).getFile();
        return JSON.parse(await file.text()) as unknown;
      } catch {
        return null;
      }
    },
    { pack, name },
  );

/** Leaves the beginning of a stored file, as a torn write does. @param part 0…1 */
export const tearFile = (page: Page, pack: string, name: string, part: number): Promise<number> =>
  page.evaluate(
    async ({ pack, name, part }) => {
      const root = await navigator.storage.getDirectory();
      const packs = await root.getDirectoryHandle('packs');
      const folder = await packs.getDirectoryHandle(pack);
      const handle = await folder.getFileHandle(name);
      const text = await (await handle.getFile()).text();
      const writable = await handle.createWritable();
      const kept = Math.floor(part * text.length);
      await writable.write(text.slice(0, kept));
      await writable.close();
      return kept;
    },
    { pack, name, part },
  );

interface Listed {
  files?: { name: string; sha256: string }[];
}

/** What is wrong with a complete pack in the browser's storage; null if every listed file is right. */
export async function packFault(page: Page, pack: string): Promise<string | null> {
  const files = await storedFiles(page);
  const json = (await storedJson(page, pack, 'pack.json')) as Listed | null;
  if (!json?.files) return 'pack.json cannot be read';
  const wrong = json.files.find(({ name, sha256 }) => files[`${pack}/${name}`]?.sha256 !== sha256);
  return wrong ? `${wrong.name} is not what pack.json lists` : null;
}
