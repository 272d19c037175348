import { readdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { parseArgs } from 'node:util';
import type { Camera } from '../../../src/core/camera/camera.ts';
import { rigCameras } from '../../../src/core/camera/rig.ts';
import type { GaussianCloud } from '../../../src/core/gaussians/gaussian-cloud.ts';
import type { RgbaImage } from '../../../src/core/image/image.ts';
import { CpuRasterizer } from '../../../src/core/rasterize/rasterize.ts';
import { resizeRgba } from '../../../src/core/image/resize.ts';
import { withAlpha } from '../../../src/core/image/pixels.ts';
import type { StageContext } from '../../../src/pipeline/context.ts';
import { matting } from '../../../src/pipeline/stages/matting.ts';
import { reconstruct } from '../../../src/pipeline/stages/reconstruct.ts';
import { afterMatting, cutOut, openStages } from './chain.ts';
import { draw } from './draw.ts';
import { readHeldOut, type HeldOutMouse } from './held-out.ts';
import { rowOf } from './sheet-row.ts';
import { angleDeg, hollow, ink, iou, meanDistance, opaque, psnr, squaredError, textureShare } from './measure.ts';
import { seamOf } from './seam.ts';
import { writeSheet, type SheetRow } from './sheet.ts';

type Measured = Partial<Record<string, number>>;

const mean = (values: readonly number[]) => values.reduce((a, b) => a + b, 0) / values.length;

const masked = ({ image, alpha }: HeldOutMouse['photo']) =>
  withAlpha(
    image,
    Float32Array.from(alpha, (a) => a / 255),
  );

const meanKnown = (values: readonly (number | null)[]) =>
  mean(values.filter((value) => value !== null));

/** Cosine of the angle between a camera and the photo's camera, seen from the mouse, from above. */
const facing = ({ w2c }: Camera): number => {
  // The camera's centre is −Rᵀ t. View 0 looks along +Y, from azimuth 270°.
  const along = (k: number) => -(w2c[k] * w2c[3] + w2c[4 + k] * w2c[7] + w2c[8 + k] * w2c[11]);
  const [x, y] = [along(0), along(1)];
  return -y / Math.hypot(x, y);
};

/** New views are drawn larger than the true pictures by this factor: at 512², the size of the app's pictures. */
const TIMES = 4;

/** Compares a cloud with the twelve new views: PSNR, IoU, holes. PSNR and IoU also at the size of the true pictures. */
function newViews(cloud: GaussianCloud, { novel }: HeldOutMouse, name: string): Measured {
  const rasterizer = new CpuRasterizer();
  rasterizer.loadNow(cloud);
  const seam = seamOf(cloud);
  const rowsAt = (times: number) =>
    novel.map(({ image, alpha, camera }) => {
      const { image: found, coverage } = draw(rasterizer, camera, times);
      const drawn = Array.from(coverage, (a) => a > 0.5);
      const inside = Array.from(alpha, (a) => a > 127);
      const both = inside.map((a, i) => a && drawn[i]);
      return {
        texture: textureShare(found, image, both),
        behind: facing(camera) < 0,
        seam: times > 1 ? seam(found, image, both, camera) : null,
        error: squaredError(image, found),
        iou: iou(drawn, inside),
        hollow: hollow(drawn, camera.width, camera.height),
      };
    });
  const [rows, small] = [rowsAt(TIMES), rowsAt(1)];
  return {
    [`${name} PSNR`]: psnr(mean(rows.map(({ error }) => error))),
    [`${name} IoU`]: mean(rows.map((row) => row.iou)),
    [`${name} hollow`]: mean(rows.map((row) => row.hollow)),
    [`${name} seam`]: meanKnown(rows.map((row) => row.seam)),
    [`${name} texture`]: meanKnown(rows.map(({ texture }) => texture)),
    [`${name} texture from behind`]: meanKnown(
      rows.map(({ texture, behind }) => (behind ? texture : null)),
    ),
    [`${name} at 128², PSNR`]: psnr(mean(small.map(({ error }) => error))),
    [`${name} at 128², IoU`]: mean(small.map((row) => row.iou)),
  };
}

/** Measures a run from a photo: keypoints, six views, new views. `image` has its mask as alpha. */
async function fromPhoto(
  image: HeldOutMouse['photo']['image'],
  mouse: HeldOutMouse,
  context: StageContext,
  name: string,
): Promise<Measured> {
  const cutout = await matting({ image, fileName: 'mouse.png' }, context);
  const { skeleton, views, cloud } = await afterMatting(cutout, context);
  const { width } = mouse.views[0];
  const sized = (image: RgbaImage) =>
    image.width === width ? image : resizeRgba(image, width, width);
  const pairs = views.images.map((view, i) => [sized(view), mouse.views[i]] as const);
  const inside = views.images.map((view, i) =>
    views.masks ? opaque(sized(withAlpha(view, views.masks[i]))) : ink(sized(view)),
  );
  const truths = mouse.cutViews.map(opaque);
  const both = inside.map((one, i) => one.map((a, at) => a && truths[i][at]));
  return {
    ...(skeleton && { [`${name} keypoint error`]: meanDistance(skeleton.xyz, mouse.keypoints) }),
    ...(skeleton?.up && mouse.up && { [`${name} up error`]: angleDeg(skeleton.up, mouse.up) }),
    [`${name} six views PSNR`]: psnr(mean(pairs.map(([a, b]) => squaredError(a, b)))),
    [`${name} six views IoU`]: mean(
      inside.map((one, i) => iou(one, truths[i])),
    ),
    [`${name} painted views texture`]: meanKnown(
      pairs.slice(1).map(([a, b], i) => textureShare(a, b, both[i + 1])),
    ),
    [`${name} six views IoU, ink against ink`]: mean(pairs.map(([a, b]) => iou(ink(a), ink(b)))),
    ...newViews(cloud, mouse, `${name} new views`),
  };
}

async function measure(mouse: HeldOutMouse, context: StageContext): Promise<Measured> {
  const { manifest } = context.pack;
  const { photo, views } = mouse;
  const cut = await cutOut(photo.image, context);
  const alpha = Array.from(photo.alpha, (_, i) => (cut ? cut.image.data[4 * i + 3] > 127 : false));
  const cameras = rigCameras(manifest.rig, views[0].width);
  const posed = { images: views, cameras, photos: mouse.cutViews };
  const cloud = await reconstruct(posed, { filters: 'pack' }, context);
  return {
    'matting IoU': iou(
      alpha,
      Array.from(photo.alpha, (a) => a > 127),
    ),
    ...newViews(cloud, mouse, 'six true views, new views'),
    ...(await fromPhoto(masked(photo), mouse, context, 'true mask,')),
    ...(cut ? await fromPhoto(cut.image, mouse, context, 'whole chain,') : {}),
  };
}

/** Two rows of the sheet: the results of all stages for a mouse, and its six true views below the generated views. */
async function rowsOf(
  mouse: HeldOutMouse,
  title: string,
  context: StageContext,
): Promise<SheetRow[]> {
  const { image } = mouse.photo;
  const cut = await cutOut(image, context);
  if (!cut) return [{ title: `${title}: the mask is empty`, images: [image] }];
  const run = await afterMatting(cut, context);
  const white = { width: 1, height: 1, data: new Uint8ClampedArray(4).fill(255) };
  const row = rowOf(title, image, cut, run, context.pack.manifest.rig);
  return [row, { title: 'the true views', images: [white, white, white, ...mouse.views] }];
}

/** Mean of every figure over all mice, and over its worst tenth (largest errors and holes, smallest other values). */
function summary(
  rows: readonly Measured[],
): Record<string, { mean: number; worstTenth: number; mice: number }> {
  const names = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  return Object.fromEntries(
    names.map((name) => {
      const values = rows.map((row) => row[name]).filter((value) => value !== undefined);
      values.sort((a, b) => (/error|hollow|seam/.test(name) ? b - a : a - b));
      const worst = values.slice(0, Math.max(1, Math.round(values.length / 10)));
      return [name, { mean: mean(values), worstTenth: mean(worst), mice: values.length }];
    }),
  );
}

/**
 * Runs `--pack <dir|id> --mice <folder of heldout.py> [--count n] [--json file] [--sheet file.png]`. Prints one line per
 * figure. The JSON file contains the figures of every mouse. The sheet shows every mouse.
 */
export async function main(typed: string[], root: string): Promise<void> {
  const text = { type: 'string' } as const;
  const { values } = parseArgs({
    args: typed,
    options: { pack: text, mice: text, count: text, json: text, sheet: text },
  });
  if (!values.mice) throw new Error('--mice is missing.');
  const { context, dispose } = await openStages(values.pack, root);
  const warn = (line: string) => void process.stderr.write(`${line}\n`);
  const files = (await readdir(values.mice)).filter((name) => name.endsWith('.safetensors')).sort();
  const rows: Measured[] = [];
  const sheet: SheetRow[] = [];
  for (const name of files.slice(0, Number(values.count ?? files.length))) {
    const mouse = await readHeldOut(path.join(values.mice, name));
    rows.push(await measure(mouse, context));
    if (values.sheet) sheet.push(...(await rowsOf(mouse, name, context)));
    if (rows.length % 10 === 0) warn(`${rows.length} mice`);
  }
  dispose();
  if (values.sheet) await writeSheet(values.sheet, sheet);
  const table = summary(rows);
  for (const [name, { mean, worstTenth, mice }] of Object.entries(table))
    process.stdout.write(
      `${name.padEnd(40)} ${mean.toFixed(4)}  worst tenth ${worstTenth.toFixed(4)}  (${mice} mice)\n`,
    );
  if (values.json) {
    const mice = Object.fromEntries(files.slice(0, rows.length).map((name, i) => [name, rows[i]]));
    await writeFile(values.json, `${JSON.stringify({ figures: table, mice }, null, 1)}\n`);
  }
}
