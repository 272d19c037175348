import path from 'node:path';
import type { Size } from '../../src/core/camera/files/index.ts';
import { opaqueMask } from '../../src/core/metrics/overlap.ts';
import { hasAlphaMask } from '../../src/pipeline/matting/mask.ts';
import { stemOf } from '../../src/pipeline/posed/mask-names.ts';
import { onGround, type Ground } from '../../src/pipeline/posed/truth.ts';
import { someNames } from '../../src/core/quoted.ts';
import { UsageError } from '../command.ts';
import { byStem } from '../posed/by-stem.ts';
import type { Candidate, Drawn } from './candidates.ts';
import { readPicture } from './read-picture.ts';
import { masksFor, picturesOf, type View } from './views.ts';

/** Finished pictures of another program, and the true pictures of the same names. */
export interface FinishedSource {
  views: View[];
  /** Paths of the finished pictures, one per view. */
  renders: string[];
}

/**
 * Pairs finished and true pictures by their names. Their endings may differ.
 * @throws UsageError if a finished picture has no true one, or a mask is missing
 */
export async function findFinished(
  given: { renders: string; truth: string; masks: string | undefined },
  warn: (line: string) => void,
): Promise<FinishedSource> {
  const renders = await picturesOf(given.renders, 'pictures');
  const truths = byStem(await picturesOf(given.truth, 'pictures'));
  byStem(renders);
  const maskOf = await masksFor(given.masks, [...truths.values()]);
  const alone = renders
    .filter((file) => !truths.has(stemOf(file)))
    .map((file) => path.basename(file));
  if (alone.length > 0)
    throw new UsageError(
      `${given.truth} contains no picture with the name of ${someNames(alone)} in ${given.renders}. The names must be equal, except for their endings.`,
    );
  const views = renders.map((file): View => {
    const picture = truths.get(stemOf(file)) ?? file;
    return { name: path.basename(picture), picture, mask: maskOf?.(picture) ?? null };
  });
  const used = new Set(views.map(({ picture }) => picture));
  const unused = [...truths.values()].filter((file) => !used.has(file));
  if (unused.length > 0)
    warn(
      `${given.renders} contains no picture for ${someNames(unused.map((file) => path.basename(file)))}, so they are left out.`,
    );
  return { views, renders };
}

/**
 * Finished pictures as a candidate. A transparent background is replaced, and the alpha is then the coverage.
 * @param source path of their folder
 */
export function finishedCandidate(
  source: string,
  { renders, views }: FinishedSource,
  ground: Ground,
): Candidate {
  const draw = async (i: number, { width, height }: Size): Promise<Drawn> => {
    const { image } = await readPicture(renders[i]);
    if (image.width !== width || image.height !== height)
      throw new UsageError(
        `${renders[i]} is ${image.width} × ${image.height}, but ${views[i].picture} is ${width} × ${height}. Draw it at the size of the true picture.`,
      );
    return {
      image: onGround(image, ground),
      covered: hasAlphaMask(image) ? opaqueMask(image) : null,
    };
  };
  const name = path.basename(path.resolve(source));
  return { name, source, open: () => Promise.resolve({ draw }) };
}
