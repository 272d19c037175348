import { zipSync, type Zippable } from 'fflate';

/**
 * Downloads files as one ZIP archive `<folder>.zip`. All files are in the folder `folder` of the archive. Nothing is
 * compressed, because compression makes pictures and floats hardly smaller.
 */
export async function saveZip(folder: string, files: readonly { name: string; file: Blob }[]) {
  const entries: Zippable = {};
  for (const { name, file } of files)
    entries[`${folder}/${name}`] = new Uint8Array(await file.arrayBuffer());
  const zip = new Blob([zipSync(entries, { level: 0 })], { type: 'application/zip' });
  const link = document.createElement('a');
  link.href = URL.createObjectURL(zip);
  link.download = `${folder}.zip`;
  link.click();
  // The download needs the address only at its start.
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}
