import { readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { fromFileAxes, toFileAxes } from '../src/core/gaussians/axes.ts';
import { AppError } from '../src/core/errors.ts';
import type { GaussianCloud } from '../src/core/gaussians/gaussian-cloud.ts';
import { openAnySplat } from '../src/core/exchange/index.ts';
import { brokenText, type OpenedSplat } from '../src/core/ply/index.ts';
import { UsageError } from './command.ts';
import { existing } from './pictures.ts';

/** Largest file, bytes. Node cannot read a larger file into one buffer. */
const MAX_BYTES = 2 ** 31 - 1;

/**
 * The axes of the Gaussians in a file. `standard`: rotated for viewers, like the standard gaussians.ply. A comment in its
 * header marks these axes, but an editor may have dropped the comment. `world`: the axes of the cameras. `header`: the
 * axes that the header states, or `world` if there is no comment. `viewers`: the same, but `standard` if there is none.
 */
export type AxesOption = 'header' | 'world' | 'standard' | 'viewers';

/**
 * Reads the Gaussians of a splat file (docs/formats.md), in the axes of the cameras.
 * @param warn gets a line for each thing that a person may not expect of the file, for example axes that are assumed
 * @throws UsageError if the file does not exist or is a folder, AppError `ply-…` or `splat-damaged` if it
 * is not a splat
 */
export async function readSplat(
  file: string,
  axes: AxesOption,
  warn: (line: string) => void,
): Promise<GaussianCloud> {
  if ((await existing(file)) !== 'file') throw new UsageError(`${file} is a folder, not a file.`);
  const name = path.basename(file);
  const { size } = await stat(file);
  if (size > MAX_BYTES)
    throw new AppError('ply-too-large', {
      message: `${size} bytes, and at most ${MAX_BYTES} can be read`,
      values: { file: name },
    });
  const splat = await openAnySplat(await readFile(file), name);
  for (const note of notesOf(splat)) warn(`${name}: ${note}`);
  const { cloud } = splat;
  const marked = splat.axes === 'comment';
  if (axes === 'header' && splat.axes === 'nothing')
    warn(
      `${name}: it does not state its axes. The axes of the cameras are assumed (--axes world). If an editor saved it from a gaussians.ply of this program, use --axes standard.`,
    );
  const asViewers = axes === 'viewers' && splat.axes === 'nothing';
  if (asViewers || (axes === 'standard' && !marked)) return fromFileAxes(cloud);
  return axes === 'world' && marked ? toFileAxes(cloud) : cloud;
}

function notesOf({ cloud, total, isFlat, broken, infiniteOpacities }: OpenedSplat): string[] {
  const notes: string[] = [];
  if (isFlat)
    notes.push(`${cloud.count} flat Gaussians (2DGS). They are drawn with a thickness of 10⁻⁶.`);
  if (broken.length > 0)
    notes.push(`${total - cloud.count} of ${total} Gaussians are left out: ${brokenText(broken)}.`);
  if (infiniteOpacities > 0)
    notes.push(
      `${infiniteOpacities} of ${total} Gaussians have an infinite opacity. They are drawn as opaque.`,
    );
  return notes;
}
