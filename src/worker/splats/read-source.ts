import { inverseSimilarity, mapCloud } from '../../core/camera/similarity.ts';
import { uprightCloud, upVector } from '../../core/camera/upright.ts';
import { AppError } from '../../core/errors.ts';
import { openAnySplat } from '../../core/exchange/index.ts';
import { fromFileAxes } from '../../core/gaussians/axes.ts';
import { extentOf } from '../../core/gaussians/extent.ts';
import type { GaussianCloud } from '../../core/gaussians/gaussian-cloud.ts';
import type { OpenedSplat } from '../../core/ply/index.ts';
import type { SplatSource } from './protocol.ts';

/** Half the diagonal of the box around a splat that is shown, as large as that of a mouse: world units. */
export const SHOWN_RADIUS = 0.75;

/** Bytes that a browser reads into one buffer. */
const MAX_BYTES = 2 ** 31 - 1;

/** Copies of a file that are in memory while it is opened: its bytes, its numbers, and what is made of them. */
const COPIES = 4;

const GIB = 2 ** 30;

/**
 * Largest file that is opened, bytes.
 * @param memoryGiB of this computer. Browsers say at most 8. Undefined if it is not known
 */
export const largestFile = (memoryGiB = 4): number =>
  Math.min(MAX_BYTES, (memoryGiB * GIB) / COPIES);

/** A splat in the world's frame, with what its file says. */
interface Read extends OpenedSplat {
  /** Whether the splat is one of this program: at the origin, as large as a mouse. */
  isOurs: boolean;
}

/** Reads a splat. In its cloud Z is up. @throws AppError `ply-…`, `splat-damaged` or `out-of-memory` */
export async function readSource(
  { file: { blob, name }, up }: SplatSource,
  maxBytes: number,
): Promise<Read> {
  if (blob.size > maxBytes)
    throw new AppError('ply-too-large', {
      message: `${blob.size} bytes, and at most ${maxBytes} are opened`,
      values: { file: name },
    });
  try {
    const splat = await openAnySplat(new Uint8Array(await blob.arrayBuffer()), name);
    const isOurs = splat.axes === 'comment' && up === 'Z';
    // Files of other programs have the axes that viewers expect.
    const world = splat.axes === 'nothing' ? fromFileAxes(splat.cloud) : splat.cloud;
    const cloud = up === 'Z' ? world : uprightCloud(world, upVector(up));
    return { ...splat, cloud, isOurs };
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new AppError('out-of-memory', { message: error.message, values: { file: name } });
  }
}

/** The splat as it is shown: without SH, at the origin, and as large as a mouse. */
export function shownCloud({ cloud, isOurs }: Read): GaussianCloud {
  const plain = { ...cloud, sh: undefined };
  if (isOurs) return plain;
  const { middle, radius } = extentOf([cloud]);
  return mapCloud(
    inverseSimilarity({
      scale: radius / SHOWN_RADIUS,
      rotation: [1, 0, 0, 0, 1, 0, 0, 0, 1],
      translation: middle,
    }),
    plain,
  );
}
