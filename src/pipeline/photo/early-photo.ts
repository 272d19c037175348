import { AppError } from '../../core/errors.ts';
import type { StageContext } from '../context.ts';
import { photo, type PhotoFile } from '../stages/photo.ts';
import type { Photo } from '../types.ts';

/** Photos that were decoded, by their source. They are freed with it. */
const decoded = new WeakMap<PhotoFile, Photo>();

/** The stage `photo`. A source that was decoded before is not decoded again. */
export async function photoOnce(source: PhotoFile, context: StageContext): Promise<Photo> {
  const made = decoded.get(source) ?? (await photo(source, context));
  decoded.set(source, made);
  return made;
}

const tooEarly = (what: string): never => {
  throw new AppError('internal', { message: `The ${what} is not known yet.`, stage: 'photo' });
};

/**
 * Decodes a photo before the pack is open, so that no weights are fetched for a file that is no photo.
 * `photoOnce` then gives the same photo at once.
 * @throws AppError as the stage `photo` does
 */
export const photoBeforePack = (
  source: PhotoFile,
  { runtime, signal }: Pick<StageContext, 'runtime' | 'signal'>,
): Promise<Photo> =>
  photoOnce(source, {
    runtime,
    signal,
    get pack() {
      return tooEarly('pack');
    },
    get memory() {
      return tooEarly('memory plan');
    },
    progress: () => undefined,
    stageMs: {},
    partial: {},
    shown: [],
  });
