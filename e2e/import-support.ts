import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Page } from '@playwright/test';
import type { Contents } from '../src/test/example-checkpoint.ts';

/** Path of the reconstructor in `exampleFiles`. */
export const GSLRM_FILE = 'gslrm/ckpt_0000000000021125.safetensors';

/** Writes files into `folder`, and objects as JSON. The keys of `contents` are paths in the folder. Returns the folder. */
export function writeToDisk(folder: string, contents: Contents): string {
  for (const [name, content] of Object.entries(contents)) {
    const file = path.join(folder, name);
    mkdirSync(path.dirname(file), { recursive: true });
    const isRaw = typeof content === 'string' || content instanceof Uint8Array;
    writeFileSync(file, isRaw ? content : JSON.stringify(content));
  }
  return folder;
}

/** Drops files and folders on the page in the way of the system's file manager. */
export async function dropFromDisk(page: Page, ...files: string[]): Promise<void> {
  const session = await page.context().newCDPSession(page);
  const data = { items: [], files, dragOperationsMask: 1 };
  for (const type of ['dragEnter', 'dragOver', 'drop'] as const)
    await session.send('Input.dispatchDragEvent', { type, x: 300, y: 300, data });
  await session.detach();
}

/** The import panel. The next constants are elements of this panel. */
export const panel = (page: Page) => page.getByRole('dialog', { name: 'Import a checkpoint' });
export const importButton = (page: Page) =>
  panel(page).getByRole('button', { name: 'Import', exact: true });
export const acceptTerms = (page: Page) =>
  panel(page).getByRole('checkbox', { name: /read the terms/ });
export const recognised = (page: Page) => panel(page).locator('[data-part]');
export const missing = (page: Page) => panel(page).locator('[data-missing]');
/** The list of packs in the settings. */
export const packs = (page: Page) => page.getByRole('combobox', { name: 'Model pack' });

/** Opens the settings if they are closed. */
export const openSettings = async (page: Page) => {
  if (!(await packs(page).isVisible()))
    await page.getByRole('button', { name: 'Settings', exact: true }).click();
};

/** For every pack in the browser's storage: the pack's id with the sorted names of its files. */
export const storage = (page: Page) =>
  page.evaluate(async () => {
    const files: Record<string, string[]> = {};
    const root = await navigator.storage.getDirectory();
    const packs = await root.getDirectoryHandle('packs').catch(() => null);
    for await (const [id, folder] of packs?.entries() ?? [])
      if (folder instanceof FileSystemDirectoryHandle) {
        files[id] = [];
        for await (const name of folder.keys()) files[id].push(name);
        files[id].sort();
      }
    return files;
  });

/** Accepts the terms and starts the import. */
export const importNow = async (page: Page) => {
  await acceptTerms(page).check();
  await importButton(page).click();
};

/** Opens the page in English on WASM. */
export const openPage = (page: Page) => page.goto('./?lang=en&backend=wasm');
