import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { parseArgs } from 'node:util';
import sharp from 'sharp';
import { cutOut, openStages } from './chain.ts';
import { iou, opaque } from './measure.ts';

/** A mouse counts as missed if the IoU of its mask is below this value. */
const MISSED = 0.8;

/** Compares masks with the alpha of all pictures of a folder, and prints the IoU. The stages get no alpha. */
export async function main(args: string[], root: string): Promise<void> {
  const { values } = parseArgs({
    args,
    options: {
      photos: { type: 'string' },
      pack: { type: 'string' },
      each: { type: 'boolean', default: false },
    },
  });
  if (!values.photos) throw new Error('--photos DIR is missing.');
  const { context, dispose } = await openStages(values.pack, root);
  const names = (await readdir(values.photos)).filter((name) => name.endsWith('.png')).sort();
  const all: number[] = [];
  for (const name of names) {
    const file = sharp(path.join(values.photos, name)).ensureAlpha().raw();
    const { data, info } = await file.toBuffer({ resolveWithObject: true });
    const { width, height } = info;
    const picture = { width, height, data: new Uint8ClampedArray(data) };
    const truth = opaque(picture);
    for (let i = 3; i < data.length; i += 4) picture.data[i] = 255;
    const cut = await cutOut(picture, context);
    const value = iou(cut ? opaque(cut.image) : truth.map(() => false), truth);
    all.push(value);
    if (values.each) console.log(name, value.toFixed(4), cut?.confidence.toFixed(3) ?? 'empty');
  }
  dispose();
  all.sort((a, b) => a - b);
  const mean = (of: readonly number[]) => of.reduce((sum, v) => sum + v, 0) / of.length;
  const worst = mean(all.slice(0, Math.max(1, Math.round(all.length / 10))));
  const missed = all.filter((v) => v < MISSED).length;
  console.log(
    `${all.length} photos: IoU ${mean(all).toFixed(4)}, worst tenth ${worst.toFixed(4)}, ${missed} below ${MISSED}`,
  );
}
