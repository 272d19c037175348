import { readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { AppError } from '../src/core/errors.ts';
import type { ImportFile } from '../src/packs/import/parts.ts';
import { openDiskBlob } from './runtime/disk-blob.ts';

/** More files than any checkpoint has: somebody named their whole disk. */
const MAX_FILES = 10_000;

const missing = (place: string) =>
  new AppError('checkpoint-invalid', {
    message: `${place} is not there`,
    stage: 'load',
    values: { file: place },
  });

/** The files that were named, and all files in the folders that were named, by the path that was typed. */
export async function importFiles(places: readonly string[]): Promise<ImportFile[]> {
  const paths: string[] = [];
  const walk = async (place: string) => {
    const info = await stat(place).catch(() => null);
    if (!info) throw missing(place);
    if (info.isFile()) paths.push(place);
    if (!info.isDirectory()) return;
    for (const name of (await readdir(place)).toSorted()) {
      if (name.startsWith('.')) continue;
      if (paths.length > MAX_FILES)
        throw new AppError('checkpoint-invalid', {
          message: `${place} holds more than ${MAX_FILES} files`,
          stage: 'load',
          values: { file: place },
        });
      await walk(path.join(place, name));
    }
  };
  for (const place of places) await walk(place);
  return Promise.all(
    paths.map(async (place) => ({
      path: place.split(path.sep).join('/'),
      blob: await openDiskBlob(place),
    })),
  );
}
