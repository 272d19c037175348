import { photo, type Decoding, type PhotoFile } from '../stages/photo.ts';
import type { Photo } from '../types.ts';

/** Photos that were decoded, by their source. They are freed with it. */
const decoded = new WeakMap<PhotoFile, Photo>();

/**
 * The stage `photo`. A source that was decoded before is not decoded again. So a photo can be decoded before the pack is
 * open, and no weights are fetched for a file that is no photo.
 * @throws AppError as the stage `photo` does
 */
export async function photoOnce(source: PhotoFile, context: Decoding): Promise<Photo> {
  const made = decoded.get(source) ?? (await photo(source, context));
  decoded.set(source, made);
  return made;
}
