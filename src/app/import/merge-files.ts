import type { ImportFile } from '../../worker/import-protocol.ts';

const same = (a: ImportFile, b: ImportFile): boolean =>
  a.blob.size === b.blob.size &&
  (a.blob instanceof File ? a.blob.lastModified : 0) ===
    (b.blob instanceof File ? b.blob.lastModified : 0);

/**
 * Adds files to those that are there. diffusers calls the UNet's file and the autoencoder's by one name: where another file of
 * a name is there already, all that came together go into a folder of their own, configs beside their weights.
 */
export function mergeFiles(
  there: readonly ImportFile[],
  added: readonly ImportFile[],
): ImportFile[] {
  const byPath = new Map(there.map((file) => [file.path, file]));
  const clashes = (prefix: string) =>
    added.some((file) => {
      const other = byPath.get(prefix + file.path);
      return other !== undefined && !same(other, file);
    });
  let prefix = '';
  for (let n = 2; clashes(prefix); n++) prefix = `${n}/`;
  for (const file of added) byPath.set(prefix + file.path, { ...file, path: prefix + file.path });
  return [...byPath.values()];
}
