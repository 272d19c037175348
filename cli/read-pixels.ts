import path from 'node:path';
import type { RgbaImage } from '../src/core/image/image.ts';
import type { ImageCodec } from '../src/pipeline/photo/picture-codec.ts';
import { decodePicture } from '../src/pipeline/stages/photo.ts';
import type { CommandContext } from './command.ts';
import { Doubts } from './doubts.ts';
import { openPicture } from './pictures.ts';
import { sharpCodec } from './runtime/codec.ts';

/** Pixels. Pictures are never reduced, because their cameras would no longer fit. */
const MAX_SIDE = 65_535;

const wholeCodec: ImageCodec = {
  ...sharpCodec,
  decode: (file, request, signal) =>
    sharpCodec.decode(file, { ...request, maxSide: MAX_SIDE }, signal),
};

/** The pixels of a picture file. What there is to say about them is said. @throws AppError as `decodePicture` does */
export async function readPixels(file: string, context: CommandContext): Promise<RgbaImage> {
  const { signal } = new AbortController();
  const runtime = { codec: wholeCodec };
  const { image, notices } = await decodePicture(await openPicture(file), { runtime, signal });
  new Doubts(context).add(path.basename(file), notices);
  return image;
}
