import { invalidCheckpoint } from '../checkpoint/errors.ts';
import type { ZipEntry } from './zip.ts';

/** Entries that only programs have: TorchScript, torch.package, torch.export. Other archives can have a folder `code`. */
const PROGRAM =
  /^(([^/]+\/)?(\.data\/extern_modules|serialized_exported_program\.json|archive_format)|[^/]+\/code\/__torch__.+)$/;

/**
 * The folder of a torch file's archive: the only one with a `data.pkl`. torch names it after the file that was saved.
 * Other zip files are told apart by the names of their entries.
 * @throws AppError `checkpoint-invalid`: `program`, `other-format` or `archive`
 */
export function archiveFolder(entries: ReadonlyMap<string, ZipEntry>, file: string): string {
  const names = [...entries.keys()];
  const folders = names
    .filter((name) => /^[^/]+\/data\.pkl$/.test(name))
    .map((name) => name.slice(0, name.indexOf('/')));
  // TorchScript has its constants beside the pickle.
  const constants = folders.map((folder) => `${folder}/constants.pkl`);
  const program = names.find((name) => PROGRAM.test(name) || constants.includes(name));
  if (program !== undefined) throw invalidCheckpoint(file, 'program', `contains ${program}`);
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
