import { en } from '../../src/app/i18n/en.ts';
import type { RgbaImage } from '../../src/core/image/image.ts';
import { decodeNamed } from '../../src/pipeline/stages/photo.ts';
import { openPicture } from '../pictures.ts';
import { sharpCodec } from '../runtime/codec.ts';

/** A picture, and sentences about what a person may not expect of its file. */
interface ReadPicture {
  image: RgbaImage;
  said: string[];
}

/**
 * Reads a picture file: 8 bits, straight alpha, at most 4096 pixels on the longer side.
 * @throws AppError as `decodeNamed`
 */
export async function readPicture(file: string): Promise<ReadPicture> {
  const { signal } = new AbortController();
  const context = { runtime: { codec: sharpCodec }, signal };
  const { image, notices } = await decodeNamed(await openPicture(file), context);
  return { image, said: notices.map((notice) => en.notices[notice].replace(/\.$/, '')) };
}
