import { zipSync, type Zippable } from 'fflate';

/** Saves files as one archive with a folder inside. Nothing is compressed: pictures and floats hardly shrink. */
export async function saveZip(folder: string, files: readonly { name: string; file: Blob }[]) {
  const entries: Zippable = {};
  for (const { name, file } of files)
    entries[`${folder}/${name}`] = new Uint8Array(await file.arrayBuffer());
  const zip = new Blob([zipSync(entries, { level: 0 })], { type: 'application/zip' });
  const link = document.createElement('a');
  link.href = URL.createObjectURL(zip);
  link.download = `${folder}.zip`;
  link.click();
  // The download has taken its own hold on the blob by then.
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}
