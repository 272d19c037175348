import { stat } from 'node:fs/promises';
import type { CommandContext } from '../command.ts';
import { picturesIn } from '../pictures.ts';
import { readPixels } from '../read-pixels.ts';
import type { FrameSource } from './source.ts';

/**
 * A folder with one picture per frame. Frame n is the picture at place n in natural order.
 * @throws UsageError if there is no picture in it
 */
export async function openFrames(folder: string, context: CommandContext): Promise<FrameSource> {
  const { files } = await picturesIn(folder, { hints: false });
  const { mtimeMs } = await stat(folder);
  return {
    ...{ name: folder, frames: files.length, stamp: { frames: files.length, mtimeMs } },
    async *read(numbers, signal) {
      for (const number of numbers) {
        signal.throwIfAborted();
        yield await readPixels(files[number], context);
      }
    },
  };
}
