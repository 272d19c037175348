import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import sharp from 'sharp';
import type { Camera } from '../../src/core/camera/camera.ts';
import type { Size } from '../../src/core/camera/files/index.ts';
import { photoPlacement } from './photo-placement.ts';
import { rigCameras, rigUp } from '../../src/core/camera/rig.ts';
import {
  composed,
  inverseSimilarity,
  mapPoint,
  type Similarity,
} from '../../src/core/camera/similarity.ts';
import { uprightTurn } from '../../src/core/camera/upright.ts';
import type { Placement } from '../../src/core/image/resize.ts';
import { withMask } from '../../src/core/image/cut-out.ts';
import type { LoadedPack } from '../../src/packs/load.ts';
import { photoStages } from '../../src/packs/manifest.ts';
import type { Runtime, StageContext } from '../../src/pipeline/context.ts';
import type { RunSettings, StageEvent } from '../../src/pipeline/events.ts';
import { planMemory } from '../../src/pipeline/memory-plan.ts';
import { Runner } from '../../src/pipeline/runner.ts';
import type { PhotoFile } from '../../src/pipeline/stages/photo.ts';
import { scaleInView } from '../../src/pipeline/stages/multiview.ts';
import { table, type Given, type Outputs } from '../../src/pipeline/table.ts';
import { UsageError, type CommandContext } from '../command.ts';
import { Doubts } from '../doubts.ts';
import { readPicture } from '../evaluate/read-picture.ts';
import { Artifacts } from '../output/artifacts.ts';
import { openPicture } from '../pictures.ts';
import { isFinished } from '../reconstruct/finished.ts';
import { posedPictures } from '../reconstruct/posed-pictures.ts';
import type { Comparing } from './comparing.ts';

interface PhotoRun extends Comparing {
  /** Number of the view that is the photo. */
  view: number;
  /** Path of the folder for the results. */
  folder: string;
  /** How all views together place the mouse: it is at the origin. */
  placed: Similarity;
}

/** The picture as the photo, cut out if its mask is a file. */
async function photoOf(picture: string, mask: PhotoFile | null): Promise<PhotoFile> {
  if (!mask) return openPicture(picture);
  const { image } = await readPicture(picture);
  const shape = await sharp(Buffer.from(await mask.file.arrayBuffer()))
    .ensureAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true });
  const { width, height } = shape.info;
  const cut = withMask(image, { width, height, data: new Uint8ClampedArray(shape.data) });
  if (!cut) throw new UsageError(`The mask of ${picture} does not fit it.`);
  const raw = { width: cut.width, height: cut.height, channels: 4 } as const;
  const png = await sharp(Buffer.from(cut.data), { raw }).png().toBuffer();
  return { file: new Blob([new Uint8Array(png)]), fileName: path.basename(picture) };
}

/** The camera for its picture of another size. */
function resized(camera: Camera, { width, height }: Size): Camera {
  const [x, y] = [width / camera.width, height / camera.height];
  return {
    ...camera,
    ...{
      width,
      height,
      fx: camera.fx * x,
      fy: camera.fy * y,
      cx: camera.cx * x,
      cy: camera.cy * y,
    },
  };
}

/** A placement whose picture of `size` pixels is enlarged about its middle. */
const enlargedBy = (
  { scale, offsetX, offsetY }: Placement,
  factor: number,
  size: number,
): Placement => ({
  scale: factor * scale,
  offsetX: size / 2 + factor * (offsetX - size / 2),
  offsetY: size / 2 + factor * (offsetY - size / 2),
});

/** Makes a splat from one picture of the sample alone, and says in placement.json where it is in the lab's frame. */
export async function reconstructPhoto(
  { sample, cameraSize, settings: direct, view, folder, placed, force }: PhotoRun,
  pack: LoadedPack,
  runtime: Runtime,
  context: CommandContext,
): Promise<void> {
  photoStages(pack.manifest);
  const { viewSize, filters, ply, pruneBackground } = direct;
  const { seed, steps, guidance } = pack.manifest.defaults;
  const settings: RunSettings = {
    ...{ seed, steps, guidance, ply, filters },
    ...(viewSize !== undefined && { viewSize }),
    ...(pruneBackground && { pruneBackground }),
  };
  const picture = sample.pictures[view];
  if (!force && (await isFinished(picture, folder, { pack, runtime, settings, page: 1 }))) return;
  const opened = await posedPictures(sample, { inputViews: [view], cameraSize });
  const { signal } = new AbortController();
  const memory = await planMemory(pack, await runtime.sessions.limits(), {
    guided: guidance !== 1,
    viewSize,
  });
  const artifacts = new Artifacts();
  const runner = new Runner<Given, Outputs, RunSettings, StageContext, StageEvent>(table);
  const { outputs } = await runner.run({
    given: { source: await photoOf(picture, opened.masks?.[0] ?? null) },
    basis: [pack],
    settings,
    signal,
    context: (scope) => ({ pack, runtime, memory, signal, ...scope }),
    onEvent: artifacts.take,
  });
  await artifacts.write(folder);
  const { rig } = pack.manifest;
  const { image } = outputs.photo;
  const { placement, image: subject } = outputs.centring;
  const enlarged = scaleInView(outputs.pose, pack.manifest) ?? 1;
  const camera = resized(opened.cameras[0], image);
  const mouse = mapPoint(inverseSimilarity(placed), [0, 0, 0]);
  const [model] = rigCameras(rig, subject.width);
  const toSplat = composed(
    photoPlacement(camera, enlargedBy(placement, enlarged, subject.width), mouse, model),
    uprightTurn(rigUp(rig)),
  );
  const json = { placement: 'photo', splat: 'model', ...toSplat, views: [path.basename(picture)] };
  await writeFile(path.join(folder, 'placement.json'), `${JSON.stringify(json, null, 2)}\n`);
  new Doubts(context).add(path.basename(picture), artifacts.notices);
}
