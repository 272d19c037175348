import type { ImportFile } from '../../worker/import-protocol.ts';

/** Whether two files have the same size and the same date. */
const isSameFile = (a: ImportFile, b: ImportFile): boolean =>
  a.blob.size === b.blob.size &&
  (a.blob instanceof File ? a.blob.lastModified : 0) ===
    (b.blob instanceof File ? b.blob.lastModified : 0);

/**
 * Adds files to a list of files. diffusers gives the weight files of UNet and autoencoder the same name. Therefore, if
 * the list has a different file of the same path, all added files get a new folder (`2/`, `3/` …). So each config.json
 * stays beside its weights.
 */
export function mergeFiles(
  present: readonly ImportFile[],
  added: readonly ImportFile[],
): ImportFile[] {
  const byPath = new Map(present.map((file) => [file.path, file]));
  const clashes = (prefix: string) =>
    added.some((file) => {
      const other = byPath.get(prefix + file.path);
      return other !== undefined && !isSameFile(other, file);
    });
  let prefix = '';
  for (let n = 2; clashes(prefix); n++) prefix = `${n}/`;
  for (const file of added) byPath.set(prefix + file.path, { ...file, path: prefix + file.path });
  return [...byPath.values()];
}
