import path from 'node:path';
import {
  EXPOSURE_STOPS,
  NUDGE_LIMITS,
  type Corrections,
  type Nudge,
} from '../../src/core/corrections/corrections.ts';
import { withMask } from '../../src/core/image/cut-out.ts';
import type { Runtime } from '../../src/pipeline/context.ts';
import { maskInverted } from '../../src/pipeline/posed/frames.ts';
import { isInverted } from '../../src/pipeline/posed/inverted.ts';
import { decodeNamed, type PhotoFile } from '../../src/pipeline/stages/photo.ts';
import { number, text } from '../arguments.ts';
import { UsageError, type Arguments } from '../command.ts';
import { openPicture } from '../pictures.ts';

/** The options of corrections. */
export const CORRECTIONS = ['mask', 'nudge', 'exposure', 'exposed-splat'] as const;

function nudgeOf(args: Arguments): Nudge | undefined {
  const typed = text(args, 'nudge');
  if (typed === undefined) return undefined;
  const [scale, x, y, ...more] = typed.split(',').map((word) => (word.trim() ? Number(word) : NaN));
  const isIn = (value: number, { min, max }: { min: number; max: number }) =>
    value >= min && value <= max;
  const { scale: factor, shift } = NUDGE_LIMITS;
  if (isIn(scale, factor) && isIn(x, shift) && isIn(y, shift) && more.length === 0)
    return { scale, x, y };
  throw new UsageError(
    `--nudge must be a factor from ${factor.min} to ${factor.max} and two shifts from ${shift.min} to ${shift.max}, such as 1.1,0,-0.05, not ${JSON.stringify(typed)}.`,
  );
}

/** The corrections that were typed, without the mask. @throws UsageError for values that are out of range */
export function typedCorrections(args: Arguments): Corrections | undefined {
  const nudge = nudgeOf(args);
  const stops = number(args, 'exposure', EXPOSURE_STOPS);
  const inSplat = args.values['exposed-splat'] === true;
  if (inSplat && stops === undefined) throw new UsageError('--exposed-splat needs --exposure.');
  if (!nudge && stops === undefined) return undefined;
  return { ...(nudge && { nudge }), ...(stops !== undefined && { exposure: { stops, inSplat } }) };
}

/**
 * Reads the mask of a photo. It may have another size than the photo, with the same proportions.
 * @throws UsageError for other proportions, AppError `mask-inverted`, or as `decodeNamed`
 */
export async function readMask(
  file: string,
  photo: PhotoFile,
  runtime: Pick<Runtime, 'codec'>,
): Promise<NonNullable<Corrections['mask']>> {
  const context = { runtime, signal: new AbortController().signal };
  const { image } = await decodeNamed(photo, context);
  const source = await openPicture(file);
  const mask = (await decodeNamed(source, context)).image;
  const cut = withMask(image, mask);
  if (!cut)
    throw new UsageError(
      `--mask: ${path.basename(file)} has ${mask.width} × ${mask.height} pixels, which does not fit a photo of ${image.width} × ${image.height}.`,
    );
  if (isInverted(cut)) throw maskInverted(source.fileName);
  const { width, height, data } = cut;
  const alpha = Uint8Array.from({ length: width * height }, (_, i) => data[4 * i + 3]);
  return { width, height, alpha, id: file };
}
