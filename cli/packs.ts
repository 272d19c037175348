import { stat } from 'node:fs/promises';
import path from 'node:path';
import { DEFAULT_PACK } from '../src/core/defaults.ts';
import { AppError } from '../src/core/errors.ts';
import { openPack, type LoadedPack } from '../src/packs/load.ts';
import { FolderPackSource } from './runtime/folder-source.ts';

const holdsPack = (folder: string): Promise<boolean> =>
  stat(path.join(folder, 'pack.json')).then(
    (info) => info.isFile(),
    () => false,
  );

/**
 * The pack that was asked for: a folder with a pack.json, or the name of one in the checkout's `models/`.
 * @throws AppError `pack-missing` where neither is there
 */
export async function openPackAt(wish = DEFAULT_PACK, root: string): Promise<LoadedPack> {
  const named = /^[a-z0-9][a-z0-9-]*$/.test(wish) ? [path.join(root, 'models', wish)] : [];
  for (const folder of [wish, ...named])
    if (await holdsPack(folder)) return openPack(new FolderPackSource(folder));
  throw new AppError('pack-missing', {
    message: `${wish} holds no pack.json`,
    stage: 'load',
    values: { url: wish },
  });
}
