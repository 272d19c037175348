import { openAsBlob } from 'node:fs';
import { readdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { uprightCloud } from '../../../../src/core/camera/upright.ts';
import type { StageContext } from '../../../../src/pipeline/context.ts';
import { decodePicture } from '../../../../src/pipeline/stages/photo.ts';
import type { Cutout } from '../../../../src/pipeline/types.ts';
import { afterMatting, cutOut, openStages } from '../chain.ts';
import { measureLabView, type LabFigures, type LabView } from './lab.ts';
import { rowOf } from '../sheet-row.ts';
import { iou } from '../measure.ts';
import { fillPolygons } from './polygon.ts';
import drawn from './polygons.json';
import { writeSheet } from '../sheet.ts';

/** File names of views of one moment. These files are cut-outs already. */
const LAB = /^lab_pixel_row0_view\d+_/;

const polygons = new Map(Object.entries(drawn.frames));

const print = (line: string) => void process.stdout.write(`${line}\n`);
const mean = (values: readonly number[]) => values.reduce((a, b) => a + b, 0) / values.length;

/** IoU of a mask with a polygon that was drawn by hand. 0 if no mouse was found. Undefined without a polygon. */
function againstPolygon(
  name: string,
  { width, height }: { width: number; height: number },
  cut: Cutout | null,
) {
  const polygon = polygons.get(name);
  if (!polygon) return undefined;
  const truth = fillPolygons(polygon, width, height);
  return iou(
    Array.from(truth, (_, i) => (cut ? cut.image.data[4 * i + 3] > 127 : false)),
    truth,
  );
}

/** Runs all stages on one photo. Returns a row of the sheet, the IoU of the mask, and the input of `measureLabView`. */
async function runPhoto(file: string, context: StageContext) {
  const name = path.basename(file);
  const { image } = await decodePicture({ file: await openAsBlob(file) }, context);
  const cut = await cutOut(image, context);
  const mask = againstPolygon(name, image, cut);
  if (!cut) return { name, mask, row: { title: `${name}: the mask is empty`, images: [image] } };
  const run = await afterMatting(cut, context);
  const { cloud, skeleton, views } = run;
  const upright = uprightCloud(cloud, skeleton?.up);
  const row = rowOf(name, image, cut, run, context.pack.manifest.rig);
  const photo = views.photos?.[0];
  const lab = { cut: cut.image, cloud, upright, ...(photo && { photo }) };
  return { name, mask, row, lab: LAB.test(name) ? lab : undefined };
}

function printLab(name: string, { input, others, flat, ball }: LabFigures): void {
  const { sight } = input;
  const angles = sight && [sight.azimuthDeg, sight.elevationDeg, sight.rollDeg];
  const fitted = angles
    ? `; azimuth, elevation, roll ${angles.map((angle) => `${angle.toFixed(0)}°`).join(', ')}, scale ${sight.scale.toFixed(2)}`
    : '';
  print(
    `${name}  input IoU ${input.iou.toFixed(3)}, ${input.psnr.toFixed(2)} dB ` +
      `(${input.psnrCovered.toFixed(2)} dB where covered${fitted})  ` +
      `others IoU ${mean(others.map((fit) => fit.iou)).toFixed(3)} ` +
      `(a ball ${mean(ball).toFixed(3)}, the photo itself ${mean(flat).toFixed(3)})`,
  );
}

function measureLab(lab: ReadonlyMap<string, LabView>, context: StageContext) {
  const views = [...lab.values()];
  const figures = [...lab.keys()].map((name, which) => {
    const figure = measureLabView(views, which, context.pack.manifest);
    printLab(name, figure);
    return { name, ...figure };
  });
  if (figures.length === 0) return figures;
  const of = (pick: (figure: LabFigures) => number) => mean(figures.map(pick));
  print(
    `all: input IoU ${of(({ input }) => input.iou).toFixed(3)}, ` +
      `${of(({ input }) => input.psnr).toFixed(2)} dB; ` +
      `others IoU ${of(({ others }) => mean(others.map((fit) => fit.iou))).toFixed(3)} ` +
      `(a ball ${of(({ ball }) => mean(ball)).toFixed(3)}, ` +
      `the photo itself ${of(({ flat }) => mean(flat)).toFixed(3)})`,
  );
  return figures;
}

/** Runs `--photos <folder> [--pack <dir|id>] [--sheet file.png] [--json file]`. Prints the figures of every photo. */
export async function main(typed: string[], root: string): Promise<void> {
  const text = { type: 'string' } as const;
  const options = { pack: text, photos: text, sheet: text, json: text };
  const { values } = parseArgs({ args: typed, options });
  if (!values.photos) throw new Error('--photos is missing.');
  const { photos, sheet, json } = values;
  const entries = await readdir(photos).catch(() => null);
  if (!entries) return print(`${photos} does not exist. The real photos are not measured.`);
  const files = entries.filter((name) => /\.(png|jpe?g)$/i.test(name)).sort();
  const { context, dispose } = await openStages(values.pack, root);
  const results = [];
  for (const name of files) {
    const result = await runPhoto(path.join(photos, name), context);
    results.push(result);
    if (result.mask !== undefined) print(`${name}  mask IoU ${result.mask.toFixed(3)}`);
  }
  if (sheet)
    await writeSheet(
      sheet,
      results.map(({ row }) => row),
    );
  const lab = measureLab(
    new Map(results.flatMap(({ name, lab }) => (lab ? [[name, lab]] : []))),
    context,
  );
  dispose();
  const masks = results.flatMap(({ name, mask }) =>
    mask === undefined ? [] : [{ name, iou: mask }],
  );
  if (json) await writeFile(json, `${JSON.stringify({ masks, lab }, null, 1)}\n`);
}
