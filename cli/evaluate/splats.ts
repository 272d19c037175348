import { stat } from 'node:fs/promises';
import path from 'node:path';
import type { Camera } from '../../src/core/camera/camera.ts';
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
import { namesOf, type Candidate, type Drawn, type KnownStages } from './candidates.ts';
import { placementBeside, type Placement } from './placement.ts';
import { cameraAt, type PosedView } from './views.ts';

/** Name of the splat in an output folder of `reconstruct`. */
const SPLAT = 'gaussians.ply';

/** With what and how splats are drawn. */
export interface Drawing {
  rasterizer: Rasterizer;
  views: readonly PosedView[];
  /** Sizes of the true pictures, and of their files, which may be larger. */
  sizes: readonly Size[];
  fileSizes: readonly Size[];
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

/** Reads a splat, and loads it into the rasterizer. @throws UsageError or AppError if it or a camera cannot be used */
export async function openSplatCandidate(
  ply: string,
  placement: Placement | null,
  drawing: Drawing,
) {
  const {
    rasterizer,
    views,
    sizes,
    fileSizes,
    camerasName,
    ground,
    axes,
    cameraSize,
    aligned,
    warn,
  } = drawing;
  const shifts = aligned ? (placement?.shifts ?? null) : null;
  const unknown = shifts ? views.filter(({ name }) => !shifts.has(name)) : [];
  if (unknown.length > 0)
    throw new UsageError(
      `${ply} was made without ${unknown[0].name}, so --aligned cannot be used with this picture.`,
    );
  const cloud = await readSplat(ply, axes, warn);
  const camerasWith = (moves: Placement['shifts']) =>
    views.map((view, i) => {
      const camera = cameraAt(view, i, sizes[i], {
        camerasName,
        calibrated: cameraSize ?? fileSizes[i],
        shift: moves?.get(view.name),
      });
      return placement?.toSplat ? mapCamera(placement.toSplat, camera) : camera;
    });
  const cameras = camerasWith(shifts);
  for (const camera of cameras) viewOf(camera);
  requireSeen(cameras, cloud, camerasName, warn);
  await rasterizer.load(cloud);
  const draw = (i: number): Promise<Drawn> =>
    drawCovered(rasterizer, cameras[i], { background: ground });
  const stages = ground === 'white' ? stagesOf(placement, drawing, camerasWith) : undefined;
  const about = { gaussians: cloud.count, placement: placement?.toSplat ?? null };
  return { ...about, draw, ...(stages && { stages }) };
}

/** The stages before a splat. Undefined if placement.json does not say which views the reconstructor got. */
function stagesOf(
  placement: Placement | null,
  { rasterizer, views, aligned }: Drawing,
  camerasWith: (moves: Placement['shifts']) => Camera[],
): KnownStages | undefined {
  if (!placement?.seen) return undefined;
  const { shifts } = placement;
  const { size, parts } = placement.seen;
  if (views.some(({ name }) => !parts.has(name))) return undefined;
  const [file, moved] = [camerasWith(null), camerasWith(shifts)];
  const isMoved = (i: number) => moved[i].cx !== file[i].cx || moved[i].cy !== file[i].cy;
  const pixels = [...(shifts?.values() ?? [])].map(({ x, y }) => Math.hypot(x, y));
  return {
    size,
    movedPixels: Math.max(0, ...pixels),
    movedCamera: (i) => moved[i],
    of: async (i) => ({
      ...{ part: parts.get(views[i].name)!, size, camera: file[i] },
      // With --aligned the cameras of the file are not compared.
      moved:
        isMoved(i) && !aligned
          ? await drawCovered(rasterizer, moved[i], { background: 'white' })
          : null,
    }),
  };
}
