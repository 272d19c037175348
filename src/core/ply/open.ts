import { withoutBroken, type Broken } from '../gaussians/broken.ts';
import { readContents, type PlyContents } from './read.ts';
import { naming, PlyFault } from './refuse.ts';

/** A splat that a person has given. */
export interface OpenedSplat extends PlyContents {
  /** Number of Gaussians in the file. */
  total: number;
  /** The Gaussians that were left out of `cloud`. */
  broken: Broken[];
  /** Number of Gaussians with an opacity logit of infinity. They are opaque. */
  infiniteOpacities: number;
}

/**
 * Opens the splat file of a person: reads it as `readPly` does, and leaves out broken Gaussians.
 * @param file name of the file, for errors
 * @throws AppError `ply-…`, which names the file; also if no Gaussian is left
 */
export const openSplat = (bytes: Uint8Array, file: string): OpenedSplat =>
  openContents(readContents(bytes, file), file);

/** What was read of a splat file, without broken Gaussians. @throws AppError `ply-…` if no Gaussian is left */
export function openContents(contents: PlyContents, file: string): OpenedSplat {
  const total = contents.cloud.count;
  const { cloud, broken } = withoutBroken(contents.cloud);
  return naming(file, () => {
    if (total === 0)
      throw new PlyFault(
        'ply-no-gaussians',
        'its number of Gaussians is 0 (in PLY: element vertex 0)',
      );
    if (cloud.count === 0)
      throw new PlyFault('ply-all-broken', brokenText(broken), { count: total });
    let infiniteOpacities = 0;
    for (const logit of cloud.opacityLogit) if (logit === Infinity) infiniteOpacities += 1;
    return { ...contents, cloud, total, broken, infiniteOpacities };
  });
}

/** The kinds of broken Gaussians in English, for example “3 with a centre that is not finite”. */
export const brokenText = (broken: readonly Broken[]): string =>
  broken
    .map(({ part, how, count }) => {
      const article = part === 'opacity' ? 'an' : 'a';
      return `${count} with ${article} ${part} that is ${how}`;
    })
    .join(', ');
