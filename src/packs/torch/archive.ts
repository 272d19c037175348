import { invalidCheckpoint } from '../checkpoint/errors.ts';
import type { ZipEntry } from './zip.ts';

/** Entries that only programs have: TorchScript, torch.package, torch.export. */
const PROGRAM =
  /(^|\/)(constants\.pkl|code\/.+|\.data\/extern_modules|serialized_exported_program\.json|archive_format)$/;

/**
 * The folder of a torch file's archive: the only one with a `data.pkl`. torch names it after the file that was saved.
 * Other zip files are told apart by the names of their entries.
 * @throws AppError `checkpoint-invalid`: `program`, `other-format` or `archive`
 */
export function archiveFolder(entries: ReadonlyMap<string, ZipEntry>, file: string): string {
  const names = [...entries.keys()];
  const program = names.find((name) => PROGRAM.test(name));
  if (program !== undefined) throw invalidCheckpoint(file, 'program', `contains ${program}`);
  const folders = names
    .filter((name) => /^[^/]+\/data\.pkl$/.test(name))
    .map((name) => name.slice(0, name.indexOf('/')));
  if (folders.length === 1) return folders[0];
  const format = names.includes('model.weights.h5')
    ? 'Keras'
    : names.length > 0 && names.every((name) => name.endsWith('.npy'))
      ? 'NumPy'
      : undefined;
  const why = 'is a zip file, but not one that torch.save wrote';
  throw format
    ? invalidCheckpoint(file, 'other-format', why, { values: { format } })
    : invalidCheckpoint(file, 'archive', why);
}
