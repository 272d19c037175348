import { readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { AppError } from '../src/core/errors.ts';
import type { ImportFile } from '../src/packs/import/parts.ts';
import { UsageError } from './command.ts';
import { openDiskBlob } from './runtime/disk-blob.ts';

/** Largest number of files. No checkpoint has more. With more files, the user has probably given a whole disk. */
const MAX_FILES = 10_000;

/**
 * Opens the given files, and all files in the given folders. Each path begins with the text that was typed. Hidden files
 * and folders in a folder are left out.
 *
 * @throws UsageError if a path does not exist, AppError `checkpoint-invalid` for more than 10 000 files
 */
export async function openImportFiles(
  inputs: readonly string[],
  maxFiles = MAX_FILES,
): Promise<ImportFile[]> {
  const paths: string[] = [];
  const walk = async (current: string) => {
    const info = await stat(current).catch(() => null);
    if (!info) throw new UsageError(`${current} does not exist.`);
    if (info.isFile()) paths.push(current);
    if (!info.isDirectory()) return;
    for (const name of (await readdir(current)).toSorted()) {
      if (name.startsWith('.')) continue;
      const inner = path.join(current, name);
      if (paths.length >= maxFiles)
        throw new AppError('checkpoint-invalid', {
          message: `${inner}: one of more than ${maxFiles} files`,
          stage: 'load',
          values: { file: inner, count: maxFiles },
          fault: 'too-many-files',
        });
      await walk(inner);
    }
  };
  for (const input of inputs) await walk(input);
  return Promise.all(
    paths.map(async (file) => ({
      path: file.split(path.sep).join('/'),
      blob: await openDiskBlob(file),
    })),
  );
}
