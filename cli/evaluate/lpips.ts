import path from 'node:path';
import type { RgbaImage } from '../../src/core/image/image.ts';
import { buildLpips, LEAST_SIDE, lpipsNetOf } from '../../src/families/lpips/graph.ts';
import { readCheckpoint } from '../../src/packs/checkpoint/index.ts';
import { UsageError } from '../command.ts';
import { existing } from '../pictures.ts';
import { cpuSessions } from '../runtime/cpu-sessions.ts';
import { openDiskBlob } from '../runtime/disk-blob.ts';

/** LPIPS with the weights of a file. It computes on the CPU. */
export interface Lpips {
  /** For the report. */
  about: { weights: string; net: string };
  /** The distance of two pictures of the same size. Null if they are too small for the network. */
  distance(a: RgbaImage, b: RgbaImage): Promise<number | null>;
}

/** The colours of two pictures as one batch, `[2, 3, H, W]` in 0…1. */
function batchOf(pictures: readonly RgbaImage[]) {
  const [{ width, height }] = pictures;
  const plane = width * height;
  const data = new Float32Array(pictures.length * 3 * plane);
  for (const [i, picture] of pictures.entries())
    for (let c = 0; c < 3; c++)
      for (let p = 0, to = (3 * i + c) * plane; p < plane; p++)
        data[to + p] = picture.data[4 * p + c] / 255;
  return { data, shape: [pictures.length, 3, height, width] };
}

/**
 * Opens the weights of LPIPS: a state_dict of the package lpips, with AlexNet or VGG.
 * @throws UsageError if the file has other weights, AppError if it is no checkpoint
 */
export async function openLpips(file: string): Promise<Lpips> {
  if ((await existing(file)) !== 'file') throw new UsageError(`${file} is a folder, not a file.`);
  const name = path.basename(file);
  const blob = await openDiskBlob(file);
  const { index } = await readCheckpoint(blob, name);
  const net = lpipsNetOf(index);
  if (!net)
    throw new UsageError(
      `${file} contains no weights of LPIPS. Save lpips.LPIPS(net='vgg').state_dict(), which has the network and its linear layers.`,
    );
  const sessions = cpuSessions();
  const files = new Map([[index.file, blob]]);
  return {
    about: { weights: file, net },
    async distance(a, b) {
      const { width, height } = a;
      if (Math.min(width, height) < LEAST_SIDE) return null;
      const model = async () => ({
        graph: buildLpips({ net, width, height, weights: index }),
        files,
      });
      const key = `lpips ${width} ${height}`;
      const { distance } = await sessions.run({ key, model }, { pictures: batchOf([a, b]) }, [
        'distance',
      ]);
      const [value] = distance.data;
      if (Number.isFinite(value)) return value;
      throw new UsageError(`LPIPS is not a finite number. The weights in ${file} are damaged.`);
    },
  };
}
