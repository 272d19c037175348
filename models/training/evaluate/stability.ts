import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { sharpDecoder } from '../../../cli/runtime/codec.ts';
import { scaleCamera } from '../../../src/core/camera/camera.ts';
import type { RgbaImage } from '../../../src/core/image/image.ts';
import { median } from '../../../src/core/median.ts';
import { addErrors, psnrOf, squaredError } from '../../../src/core/metrics/squared-error.ts';
import { TorchGenerator } from '../../../src/core/noise/noise.ts';
import { CpuRasterizer } from '../../../src/core/rasterize/rasterize.ts';
import { reconstruct } from '../../../src/pipeline/stages/reconstruct.ts';
import type { StageContext } from '../../../src/pipeline/context.ts';
import type { Views } from '../../../src/pipeline/types.ts';
import { afterMatting, cutOut, openStages } from './chain.ts';

/** Views that two devices compute differ by about so much. */
const NOISE_DB = 68;
/** Standard deviation of the noise as a fraction of the range: that of `NOISE_DB`. */
const NOISE = 10 ** (-NOISE_DB / 20);
/** Width and height of the pictures in output.png, pixels. */
const SIZE = 512;

/**
 * The views with noise of `NOISE_DB`. Pictures have whole levels: some values of the mouse's pixels change by one level. The
 * white around the mouse stays white, as between two devices.
 */
function disturbed(views: Views, seed: number): Views {
  const random = new TorchGenerator(seed);
  const images = views.images.map((image) => {
    const data = image.data.slice();
    const noise = random.randn(data.length);
    const inside = (i: number) => i % 4 !== 3 && data[i] < 255;
    const share = (data.length * 0.75 * 255 ** 2 * NOISE ** 2) / data.filter((_, i) => inside(i)).length;
    // The median of |noise| among the changed values does not matter: a share of them must lie beyond the limit.
    const limit = Float32Array.from(noise, Math.abs).sort()[Math.floor(noise.length * (1 - share))];
    return {
      ...image,
      data: data.map((value, i) =>
        inside(i) && Math.abs(noise[i]) > limit ? value + Math.sign(noise[i]) : value,
      ),
    };
  });
  const masks = views.masks?.map((mask) => {
    const noise = random.randn(mask.length);
    return mask.map((value, i) => Math.min(1, Math.max(0, value + NOISE * noise[i])));
  });
  return { ...views, images, ...(masks && { masks }) };
}

async function drawn(views: Views, context: StageContext): Promise<RgbaImage[]> {
  const cloud = await reconstruct({ ...views, up: undefined }, { filters: 'pack' }, context);
  const rasterizer = new CpuRasterizer();
  rasterizer.loadNow(cloud);
  return Promise.all(views.cameras.map((camera) => rasterizer.renderBytes(scaleCamera(camera, SIZE))));
}

const psnr = (a: readonly RgbaImage[], b: readonly RgbaImage[]): number => {
  return psnrOf(addErrors(a.map((image, i) => squaredError(image, b[i])))) ?? Infinity;
};

/** Prints, per photo, the PSNR between the pictures of two splats whose views differ by noise of 68 dB. */
export async function main(args: readonly string[], root: string): Promise<void> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: { pack: { type: 'string' }, tries: { type: 'string', default: '3' } },
  });
  const { context, dispose } = await openStages(values.pack, root);
  const all: number[] = [];
  for (const file of positionals) {
    const image = await sharpDecoder(new Blob([await readFile(file)]), { maxSide: 2048, turn: true });
    const cutout = await cutOut(image, context);
    if (!cutout) continue;
    const { views } = await afterMatting(cutout, context);
    const first = await drawn(views, context);
    const found: number[] = [];
    const between: number[] = [];
    for (let seed = 1; seed <= Number(values.tries); seed++) {
      const other = disturbed(views, seed);
      between.push(psnr(views.images, other.images));
      found.push(psnr(first, await drawn(other, context)));
    }
    all.push(...found);
    const text = (list: readonly number[]) => list.map((value) => value.toFixed(1)).join(' ');
    console.log(`${path.basename(file)}: views ${text(between)} dB, pictures ${text(found)} dB`);
  }
  console.log(`median ${median(all).toFixed(1)} dB, lowest ${Math.min(...all).toFixed(1)} dB`);
  await dispose();
}
