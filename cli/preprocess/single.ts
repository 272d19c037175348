import path from 'node:path';
import { preprocessPicture } from '../../src/core/preprocess/index.ts';
import { UsageError } from '../command.ts';
import { writeTogether } from '../output/write-together.ts';
import { sharpCodec } from '../runtime/codec.ts';
import { readPicture } from './read-picture.ts';
import type { PreprocessRequest } from './request.ts';

/** Preprocesses one picture file. The result is a PNG of the same name in the folder `out`. @throws UsageError or AppError */
export async function preprocessFile(
  file: string,
  out: string,
  request: PreprocessRequest,
): Promise<void> {
  const name = `${path.parse(file).name}.png`;
  const target = path.join(out, name);
  if (path.resolve(target) === path.resolve(file))
    throw new UsageError(`${target} would be overwritten. Choose another folder with --out.`);
  const { image, scale } = preprocessPicture(
    await readPicture(file, null, request),
    request.options,
  );
  await writeTogether(out, new Map([[name, await sharpCodec.encodePng(image)]]), () => false);
  request.context.say(`${target}: ${image.width} × ${image.height}, scale ${scale.toFixed(3)}`);
}
