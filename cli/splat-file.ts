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

/** Largest PLY file, bytes. Node cannot read a larger file into one buffer. */
const MAX_BYTES = 2 ** 31 - 1;

/**
 * The axes of the Gaussians in a file. `standard`: rotated for viewers, like the standard gaussians.ply. A comment in its
 * header marks these axes, but an editor may have dropped the comment. `world`: the axes of the cameras. `header`: the
 * axes that the header states, or `world` if there is no comment.
 */
export type AxesOption = 'header' | 'world' | 'standard';

/**
 * Reads the Gaussians of a PLY file, in the axes of the cameras.
 * @throws UsageError if the file does not exist or is a folder, AppError `ply-invalid` if it is not a splat
 */
export async function readSplat(file: string, axes: AxesOption): Promise<GaussianCloud> {
  if ((await existing(file)) !== 'file') throw new UsageError(`${file} is a folder, not a file.`);
  const { size } = await stat(file);
  if (size > MAX_BYTES)
    throw new AppError('ply-invalid', {
      message: `${path.basename(file)} has ${size} bytes, but at most ${MAX_BYTES} can be read`,
    });
  const bytes = await readFile(file);
  const cloud = readPly(bytes);
  const marked = readPlyHeader(bytes).comments.includes(TURNED_COMMENT);
  if (axes === 'standard' && !marked) return fromFileAxes(cloud);
  return axes === 'world' && marked ? toFileAxes(cloud) : cloud;
}
