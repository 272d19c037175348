import { zipSync, type Zippable } from 'fflate';

/**
 * Downloads files as one ZIP archive `<folder>.zip` that contains one folder. Nothing is compressed, because pictures
 * and floats would hardly get smaller.
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
  // After a minute the download no longer needs the address.
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}
