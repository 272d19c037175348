import path from 'node:path';
import { en } from '../../src/app/i18n/en.ts';
import { AppError } from '../../src/core/errors.ts';
import type { RgbaImage } from '../../src/core/image/image.ts';
import { decodePicture } from '../../src/pipeline/stages/photo.ts';
import { openPicture } from '../pictures.ts';
import { sharpCodec } from '../runtime/codec.ts';

/** A picture, and sentences about what a person may not expect of its file. */
interface ReadPicture {
  image: RgbaImage;
  said: string[];
}

/** The error with the name of the file, which those of single photos do not need. */
const about = (file: string, cause: unknown): unknown =>
  cause instanceof AppError
    ? new AppError(cause.code, {
        ...cause,
        message: `${path.basename(file)}: ${cause.message}`,
        cause,
      })
    : cause;

/**
 * Reads a picture file: 8 bits, straight alpha, at most 4096 pixels on the longer side.
 * @throws AppError as `decodePicture`. Its message begins with the name of the file
 */
export async function readPicture(file: string): Promise<ReadPicture> {
  const { signal } = new AbortController();
  const context = { runtime: { codec: sharpCodec }, signal };
  const { image, notices } = await decodePicture(await openPicture(file), context).catch(
    (cause: unknown) => {
      throw about(file, cause);
    },
  );
  return { image, said: notices.map((notice) => en.notices[notice].replace(/\.$/, '')) };
}
