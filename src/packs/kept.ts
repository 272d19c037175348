import { KeptFiles } from './download/kept-files.ts';
import type { PackManifest } from './manifest.ts';
import { OpfsFolder } from './opfs.ts';
import { openBox } from './opfs-box.ts';
import { readManifest } from './load.ts';
import { FileRecords } from './verify/records.ts';
import { StoredPackSource } from './verify/stored-source.ts';

/** Folder of the weight files that were fetched from servers, in the browser's storage. Imported packs have another. */
const DOWNLOADS = 'downloads';

/** Folder of the records of checked files. */
const RECORDS = 'checked';

/** The records of checked files. Null if the browser gives no storage. */
export async function openRecords(): Promise<FileRecords | null> {
  const box = await openBox(RECORDS);
  return box && new FileRecords(box);
}

/**
 * Where the weight files of a served pack are kept. Null if the browser gives no storage: then they are only in memory.
 * @param url URL of the pack's folder
 */
export async function openKeptFiles(url: string): Promise<KeptFiles | null> {
  const [box, records] = await Promise.all([openBox(DOWNLOADS), openRecords()]);
  if (box && records) return new KeptFiles(box, records, url);
  console.info('The browser gives this page no storage, so each visit fetches the weights again.');
  return null;
}

/**
 * Removes the kept files of packs that the server no longer has, and the records of files that no pack has.
 * @param models URL of the folder with all served packs
 * @param served URLs of the folders of the served packs
 * @param manifests all packs, served and imported
 */
export async function forgetOthers(
  models: string,
  served: readonly string[],
  manifests: readonly PackManifest[],
): Promise<void> {
  const box = await openBox(DOWNLOADS);
  for (const name of (await box?.names()) ?? [])
    if (name.startsWith(models) && !served.some((url) => name.startsWith(`${url}#`)))
      await box?.remove(name);
  const known = new Set(manifests.flatMap(({ files }) => files.map(({ sha256 }) => sha256)));
  await (await openRecords())?.removeOthers(known);
}

/**
 * Checks every file of an imported pack by its SHA-256, and notes the damaged ones in the pack's record.
 * @param onFraction called with the part of the pack that was read, 0…1
 * @returns names of the damaged files
 * @throws AppError `pack-missing`, `pack-invalid`
 */
export async function checkPack(
  id: string,
  onFraction: (fraction: number) => void,
): Promise<string[]> {
  const folder = new OpfsFolder(id);
  const manifest = await readManifest(folder);
  const total = manifest.files.reduce((sum, { bytes }) => sum + bytes, 0);
  const source = new StoredPackSource(id, folder, await openRecords());
  return source.check(manifest, (bytes) => onFraction(bytes / total));
}
