import { stat } from 'node:fs/promises';
import path from 'node:path';
import { DEFAULT_PACK } from '../src/core/defaults.ts';
import { AppError } from '../src/core/errors.ts';
import { openPack, type LoadedPack } from '../src/packs/load.ts';
import { FolderPackSource } from './runtime/folder-source.ts';

const containsPack = (folder: string): Promise<boolean> =>
  stat(path.join(folder, 'pack.json')).then(
    (info) => info.isFile(),
    () => false,
  );

/**
 * Opens a pack.
 * @param pack a folder with a pack.json, or the id of a pack in the checkout's `models/`
 * @throws AppError `pack-missing` if neither exists, and the errors of opening a pack
 */
export async function openPackAt(pack = DEFAULT_PACK, root: string): Promise<LoadedPack> {
  const named = /^[a-z0-9][a-z0-9-]*$/.test(pack) ? [path.join(root, 'models', pack)] : [];
  for (const folder of [pack, ...named])
    if (await containsPack(folder)) return openPack(new FolderPackSource(folder));
  throw new AppError('pack-missing', {
    message: `${pack} contains no pack.json`,
    stage: 'load',
    values: { url: pack },
  });
}
