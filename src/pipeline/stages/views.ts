import type { Camera } from '../../core/camera/camera.ts';
import type { PlacementName } from '../../core/camera/place-rig.ts';
import { rigFault } from '../../core/camera/rig-faults.ts';
import { rigFovDeg } from '../../core/camera/rig.ts';
import { AppError } from '../../core/errors.ts';
import { compositeOnWhite } from '../../core/image/pixels.ts';
import { pauseForMessages, type StageContext } from '../context.ts';
import type { Notice, RunSettings } from '../events.ts';
import { viewDoubts } from '../posed/doubts.ts';
import { viewsInvalid, type PosedPictures } from '../posed/frames.ts';
import { placeViews } from '../posed/place.ts';
import { readSquareViews } from '../posed/read.ts';
import { movedCameras, pictureShifts } from '../posed/silhouettes.ts';
import type { SquareView } from '../posed/square.ts';
import type { Views } from '../types.ts';

/** The fewest posed pictures that are accepted. A single one does not say where the subject is. */
const FEWEST = { placed: 1, toPlace: 2 };

const MOST = 12;

/** Fraction of the stage's progress that the reading of the pictures is. The rest is the alignment. */
const READING = 0.7;

/** How the cameras are placed if the user does not say it. Without masks, nobody knows where the subject is. */
const usualPlacement = (views: readonly SquareView[]): PlacementName =>
  views.every(({ masked }) => masked) ? 'subject' : 'axes';

function checkCounts(
  { pictures, cameras, camerasName }: PosedPictures,
  placement?: PlacementName,
): void {
  const count = pictures.length;
  const fewest = placement === 'none' ? FEWEST.placed : FEWEST.toPlace;
  if (count < fewest || count > MOST)
    throw viewsInvalid(`The number of pictures is ${count}.`, { count });
  if (cameras.length !== count)
    throw viewsInvalid(
      `There are ${count} pictures, but ${cameras.length} cameras in ${camerasName}.`,
      { count, cameras: cameras.length },
    );
}

/** @param radius distance of the cameras from the origin that the model expects. Undefined: any */
function checkRig({ camerasName }: PosedPictures, cameras: readonly Camera[], radius?: number) {
  const fault = rigFault(cameras, radius);
  if (fault)
    throw new AppError('camera-invalid', {
      message: `${camerasName}: ${fault}`,
      stage: 'photo',
      values: { file: camerasName },
    });
}

/**
 * Checks what can be known before any picture is read.
 * @throws AppError `views-invalid` or `camera-invalid`
 */
export function checkSource(source: PosedPictures, placement?: PlacementName): void {
  checkCounts(source, placement);
  checkRig(source, source.cameras);
}

/**
 * Posed picture files → square views in the frame of the reconstructor. Each picture is cut out: by its mask, its alpha,
 * its white background, or the pack's background remover. Pictures that are squares of one size stay as they are.
 * Transparent pixels become white. The cut-outs are also passed on, as `photos`. Then the cameras are placed
 * (`core/camera/place-rig.ts`).
 * @throws AppError `views-apart`, `camera-invalid`, or as `readSquareViews` does
 */
export async function readViews(
  source: PosedPictures,
  { placement }: Pick<RunSettings, 'placement'>,
  context: StageContext,
): Promise<Views> {
  checkSource(source, placement);
  const { rig } = context.pack.manifest;
  const reading = { ...context, progress: (done: number) => context.progress(READING * done) };
  const fovRad = (rigFovDeg(rig) * Math.PI) / 180;
  const { views, notices: said } = await readSquareViews(source, fovRad, reading);
  const notices = new Set<Notice>(said);
  const photos = views.map(({ image, frame, masked }) =>
    masked ? { ...image, ...(frame && { frame }) } : null,
  );
  const images = views.map(({ image, onWhite }) => onWhite ?? compositeOnWhite(image));
  const given = views.map(({ camera }) => camera);
  viewDoubts(
    photos.map((photo, i) => photo ?? images[i]),
    given,
    views.map(({ masked }) => masked),
  ).forEach((doubt) => notices.add(doubt));
  const name = placement ?? usualPlacement(views);
  if (name === 'none') checkRig(source, given, rig.radius);
  const pause = (done: number) => {
    context.progress(READING + (1 - READING) * done);
    return pauseForMessages(context);
  };
  const pictures = { views, cameras: source.cameras };
  const shifts = name === 'none' ? null : (source.shifts ?? (await pictureShifts(pictures, pause)));
  const aligned = shifts ? movedCameras(pictures, shifts) : given;
  const { cameras, up, placement: placed } = placeViews(photos, aligned, name, rig);
  return {
    images,
    cameras,
    placement: {
      ...placed,
      ...(shifts?.some(({ x, y }) => x !== 0 || y !== 0) && { shifts: [...shifts] }),
    },
    ...(up && { up: Float32Array.from(up) }),
    ...(photos.some(Boolean) && { photos }),
    ...(notices.size > 0 && { notices: [...notices] }),
  };
}
