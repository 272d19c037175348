import { readdir, rm, rmdir } from 'node:fs/promises';
import path from 'node:path';
import { inverseSimilarity, mapCamera, mapCloud } from '../../src/core/camera/similarity.ts';
import { plyBlob, type PlyVariant } from '../../src/core/ply/index.ts';
import { drawAll } from '../../src/pipeline/draw-all.ts';
import type { Runtime } from '../../src/pipeline/context.ts';
import type { GaussianCloud } from '../../src/core/gaussians/gaussian-cloud.ts';
import { writeTogether, type Content } from '../output/write-together.ts';
import type { FilmCamera } from './film-cameras.ts';
import { pictureName, plyName, viewName, type Frame } from './frame.ts';
import type { Motion } from './motion.ts';

/** A splat, a picture, a video or the table of a sequence. */
const OURS = /^(frame\d{4,}\.ply|(view_\d{2,}|combined_views)\.mp4|sequence\.json)$/;
const PICTURE = /^frame_\d{6,}\.png$/;
const VIEW = /^view_\d{2,}$/;

/** How the frames of a sequence are drawn. */
export interface Drawing {
  out: string;
  cameras: readonly FilmCamera[];
  variant: PlyVariant;
  runtime: Runtime;
}

/** Path of a frame's picture. */
export const pictureOf = (out: string, camera: number, frame: Frame): string =>
  path.join(out, viewName(camera), pictureName(frame));

/**
 * Writes the splat of a frame in the frame of all splats, and its picture for each camera.
 * @throws OutputError
 */
export async function drawFrame(
  frame: Frame,
  { cloud, motion: { toSequence } }: { cloud: GaussianCloud; motion: Motion },
  { out, cameras, variant, runtime }: Drawing,
): Promise<void> {
  const files = new Map<string, Content>();
  files.set(plyName(frame), plyBlob(mapCloud(toSequence, cloud), variant));
  // The splat is drawn where it was made: in the units of a lab, all of it could be nearer than the rasterizer draws.
  const back = inverseSimilarity(toSequence);
  const rasterizer = await runtime.rasterizer(cloud);
  const views = cameras.map(({ camera }) => mapCamera(back, camera));
  let n = 0;
  for await (const image of drawAll(rasterizer, views, { background: 'white' })) {
    const name = `${viewName(cameras[n++].number)}/${pictureName(frame)}`;
    files.set(name, await runtime.codec.encodePng(image));
  }
  await writeTogether(out, files, () => false);
}

/**
 * Removes what an earlier run wrote and this run does not write again. Finished frames stay.
 * @param kept names of files, with their folders
 */
export async function removeOthers(out: string, kept: ReadonlySet<string>): Promise<void> {
  for (const entry of await readdir(out, { withFileTypes: true })) {
    const { name } = entry;
    if (!entry.isDirectory() && OURS.test(name) && !kept.has(name)) await rm(path.join(out, name));
    if (!entry.isDirectory() || !VIEW.test(name)) continue;
    const folder = path.join(out, name);
    for (const picture of await readdir(folder))
      if (PICTURE.test(picture) && !kept.has(`${name}/${picture}`))
        await rm(path.join(folder, picture));
    // A folder with files of the user stays.
    await rmdir(folder).catch(() => undefined);
  }
}
