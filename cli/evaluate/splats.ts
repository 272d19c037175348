import { stat } from 'node:fs/promises';
import path from 'node:path';
import type { Size } from '../../src/core/camera/files/index.ts';
import { mapCamera } from '../../src/core/camera/similarity.ts';
import { drawCovered } from '../../src/core/rasterize/covered.ts';
import type { Rasterizer } from '../../src/core/rasterize/types.ts';
import { viewOf } from '../../src/core/rasterize/view.ts';
import type { Ground } from '../../src/pipeline/posed/truth.ts';
import { UsageError } from '../command.ts';
import { existing } from '../pictures.ts';
import { requireSeen } from '../posed/seen.ts';
import { readSplat, type AxesOption } from '../splat-file.ts';
import { namesOf, type Candidate, type Drawn } from './candidates.ts';
import { placementBeside, type Placement } from './placement.ts';
import { cameraAt, type PosedView } from './views.ts';

/** Name of the splat in an output folder of `reconstruct`. */
const SPLAT = 'gaussians.ply';

/** With what and how splats are drawn. */
export interface Drawing {
  rasterizer: Rasterizer;
  views: readonly PosedView[];
  /** Sizes of the true pictures. */
  sizes: readonly Size[];
  /** Name of the camera file. */
  camerasName: string;
  ground: Ground;
  axes: AxesOption;
  /** Size of the pictures for which the cameras were calibrated, if the file does not say it. */
  cameraSize?: Size;
  /** Whether the cameras are moved as `reconstruct` moved them. */
  aligned: boolean;
  warn: (line: string) => void;
}

/**
 * The path of the splat: the file itself, or gaussians.ply in an output folder of `reconstruct`.
 * @throws UsageError if there is none
 */
async function splatIn(source: string): Promise<string> {
  if ((await existing(source)) === 'file') return source;
  const file = path.join(source, SPLAT);
  if ((await stat(file).catch(() => null))?.isFile()) return file;
  throw new UsageError(
    `${source} contains no ${SPLAT}. Give a splat, or the folder that reconstruct made of one input.`,
  );
}

/**
 * Splats as candidates. All paths and placements are checked before the first splat is drawn.
 * @throws UsageError if a path leads to no splat, or a placement.json cannot be used
 */
export async function splatCandidates(
  sources: readonly string[],
): Promise<((drawing: Drawing) => Candidate)[]> {
  const names = namesOf(sources);
  const several = sources.length > 1;
  const found = [];
  for (const [i, source] of sources.entries()) {
    const ply = await splatIn(source);
    const placement = await placementBeside(ply);
    found.push((drawing: Drawing): Candidate => {
      const warn = several ? (line: string) => drawing.warn(`${names[i]}: ${line}`) : drawing.warn;
      const open = () => openSplatCandidate(ply, placement, { ...drawing, warn });
      return { name: names[i], source, open };
    });
  }
  return found;
}

async function openSplatCandidate(ply: string, placement: Placement | null, drawing: Drawing) {
  const { rasterizer, views, sizes, camerasName, ground, axes, cameraSize, aligned, warn } =
    drawing;
  const shifts = aligned ? (placement?.shifts ?? null) : null;
  const unknown = shifts ? views.filter(({ name }) => !shifts.has(name)) : [];
  if (unknown.length > 0)
    throw new UsageError(
      `${ply} was made without ${unknown[0].name}, so --aligned cannot be used with this picture.`,
    );
  const cloud = await readSplat(ply, axes, warn);
  const cameras = views.map((view, i) => {
    const camera = cameraAt(view, i, sizes[i], {
      camerasName,
      cameraSize,
      shift: shifts?.get(view.name),
    });
    return placement?.toSplat ? mapCamera(placement.toSplat, camera) : camera;
  });
  for (const camera of cameras) viewOf(camera);
  requireSeen(cameras, cloud, camerasName, warn);
  await rasterizer.load(cloud);
  const draw = (i: number): Promise<Drawn> =>
    drawCovered(rasterizer, cameras[i], { background: ground });
  return { gaussians: cloud.count, placement: placement?.toSplat ?? null, draw };
}
