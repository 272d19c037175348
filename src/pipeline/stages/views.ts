import type { Camera } from '../../core/camera/camera.ts';
import type { PlacementName } from '../../core/camera/place-rig.ts';
import { rigFault } from '../../core/camera/rig-faults.ts';
import { rigFovDeg } from '../../core/camera/rig.ts';
import { AppError } from '../../core/errors.ts';
import { compositeOnWhite } from '../../core/image/pixels.ts';
import { MASK_ALPHA } from '../../core/photo-surface/thresholds.ts';
import { pauseForMessages, type StageContext } from '../context.ts';
import type { Notice, RunSettings } from '../events.ts';
import { viewDoubts } from '../posed/doubts.ts';
import { readFrames, viewsInvalid, type PosedFrame, type PosedPictures } from '../posed/frames.ts';
import { withMask } from '../posed/masks.ts';
import { placeViews } from '../posed/place.ts';
import { movedCameras, viewShifts } from '../posed/silhouettes.ts';
import { areSquare, squareViews } from '../posed/square.ts';
import type { Views } from '../types.ts';

/** The fewest and the most posed pictures that are accepted. */
const FEWEST = 2;
const MOST = 12;

/** Fraction of the stage's progress that the decoding is. */
const DECODING = 0.5;

/** How the cameras are placed if the user does not say it. Without masks, nobody knows where the subject is. */
const usualPlacement = (frames: readonly PosedFrame[]): PlacementName =>
  frames.every(({ masked }) => masked) ? 'subject' : 'axes';

function checkCounts({ pictures, cameras, camerasName }: PosedPictures): void {
  const count = pictures.length;
  if (count < FEWEST || count > MOST)
    throw viewsInvalid(`The number of pictures is ${count}.`, { count });
  if (cameras.length !== count)
    throw viewsInvalid(
      `There are ${count} pictures, but ${cameras.length} cameras in ${camerasName}.`,
      { count, cameras: cameras.length },
    );
}

/** @throws AppError `views-invalid` if the mask is empty */
function requireMouse({ fileName, image: { data }, masked }: PosedFrame): void {
  if (!masked) return;
  for (let i = 3; i < data.length; i += 4) if (data[i] > MASK_ALPHA) return;
  throw viewsInvalid(`The mask of ${fileName} is empty. White must mean mouse.`, {
    file: fileName,
  });
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
export function checkSource(source: PosedPictures): void {
  checkCounts(source);
  checkRig(source, source.cameras);
}

/**
 * Posed picture files → square views in the frame of the reconstructor. Each picture is cut out: by its mask, its alpha,
 * its white background, or the pack's background remover. Pictures that are squares of one size stay as they are.
 * Transparent pixels become white. The cut-outs are also passed on, as `photos`. Then the cameras are placed
 * (`core/camera/place-rig.ts`).
 * @throws AppError `views-invalid`, `views-apart`, `camera-invalid`, or as `decodePicture` and `matting` do
 */
export async function readViews(
  source: PosedPictures,
  { placement }: Pick<RunSettings, 'placement'>,
  context: StageContext,
): Promise<Views> {
  checkSource(source);
  const { rig } = context.pack.manifest;
  const notices = new Set<Notice>();
  const decoding = {
    ...context,
    progress: (fraction: number) => context.progress(DECODING * fraction),
  };
  const frames: PosedFrame[] = [];
  for (const frame of await readFrames(source, decoding, notices)) {
    const cut = await withMask(frame, context, notices);
    requireMouse(cut);
    frames.push(cut);
    context.progress(DECODING + (1 - DECODING) * (frames.length / source.pictures.length));
    await pauseForMessages(context);
  }
  const views = squareViews(frames, (rigFovDeg(rig) * Math.PI) / 180);
  const photos = views.map(({ image, frame }, i) =>
    frames[i].masked ? { ...image, ...(frame && { frame }) } : null,
  );
  // A view that stays as it is has the pixels of its file.
  const images = views.map(({ image }, i) =>
    areSquare(frames) && frames[i].onWhite ? frames[i].onWhite : compositeOnWhite(image),
  );
  const given = views.map(({ camera }) => camera);
  viewDoubts(
    photos.map((photo, i) => photo ?? images[i]),
    given,
    frames.map(({ masked }) => masked),
  ).forEach((doubt) => notices.add(doubt));
  const name = placement ?? usualPlacement(frames);
  if (name === 'none') checkRig(source, given, rig.radius);
  const shifts =
    name === 'none' || photos.some((photo) => photo?.frame) ? null : viewShifts(photos, given);
  const aligned = shifts ? movedCameras(given, shifts) : given;
  const { cameras, up, placement: placed } = placeViews(photos, aligned, name, rig);
  // The same shifts in pixels of the pictures.
  const moved = shifts?.map(({ x, y }, i) => ({
    x: (x * source.cameras[i].fx) / given[i].fx,
    y: (y * source.cameras[i].fy) / given[i].fy,
  }));
  return {
    images,
    cameras,
    placement: {
      ...placed,
      ...(moved?.some(({ x, y }) => x !== 0 || y !== 0) && { shifts: moved }),
    },
    ...(up && { up: Float32Array.from(up) }),
    ...(photos.some(Boolean) && { photos }),
    ...(notices.size > 0 && { notices: [...notices] }),
  };
}
