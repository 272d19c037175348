import { readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { fromFileAxes, toFileAxes } from '../src/core/gaussians/axes.ts';
import { AppError } from '../src/core/errors.ts';
import type { GaussianCloud } from '../src/core/gaussians/gaussian-cloud.ts';
import { readPlyHeader } from '../src/core/ply/header.ts';
import { TURNED_COMMENT } from '../src/core/ply/write.ts';
import { readPly } from '../src/core/ply/index.ts';
import { UsageError } from './command.ts';
import { existing } from './pictures.ts';

/** Node reads no more into one buffer. */
const MAX_BYTES = 2 ** 31 - 1;

/**
 * In which axes a file's Gaussians are. `standard`: turned for viewers, as our own files are and say in their header,
 * which an editor may have dropped. `world`: those of the cameras. `header`: what it says, else `world`.
 */
export type AxesWish = 'header' | 'world' | 'standard';

/**
 * The Gaussians of a PLY in the axes of its cameras.
 * @throws UsageError where it is not there, AppError `ply-invalid` where it is no splat
 */
export async function readSplat(file: string, axes: AxesWish): Promise<GaussianCloud> {
  if ((await existing(file)) !== 'file') throw new UsageError(`${file} is a folder, not a file.`);
  const { size } = await stat(file);
  if (size > MAX_BYTES)
    throw new AppError('ply-invalid', {
      message: `${path.basename(file)} has ${size} bytes; ${MAX_BYTES} can be read`,
    });
  const bytes = await readFile(file);
  const cloud = readPly(bytes);
  const marked = readPlyHeader(bytes).comments.includes(TURNED_COMMENT);
  if (axes === 'standard' && !marked) return fromFileAxes(cloud);
  return axes === 'world' && marked ? toFileAxes(cloud) : cloud;
}
