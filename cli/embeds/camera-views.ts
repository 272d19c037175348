import path from 'node:path';
import { placeRig } from '../../src/core/camera/place-rig.ts';
import { rigFault } from '../../src/core/camera/rig-faults.ts';
import { rigCameras } from '../../src/core/camera/rig.ts';
import { cameraInvalid, cameraOf } from '../../src/core/camera/files/index.ts';
import { FACELIFT_RIG } from '../../src/families/facelift-rig.ts';
import { anglesOf } from '../../src/families/view-embeds/angles.ts';
import { cameraViews, type PromptView } from '../../src/families/view-embeds/prompts.ts';
import { isFaceLift, MAX_CAMERAS } from '../../src/packs/import/cameras.ts';
import { readEntries } from '../cameras.ts';
import { UsageError } from '../command.ts';

/** The placements that need no masks and keep the geometry. */
export const CAMERA_PLACEMENTS = ['axes', 'none'] as const;

/** A size for cameras whose file states none. Directions do not depend on it. */
const ANY_SIZE = { width: 512, height: 512 };

/**
 * The views of a camera file. FaceLift's six cameras are in the order of its views, others in the order of the file, as in
 * an import.
 * @throws UsageError if the angles are not known, AppError `camera-invalid` if the file cannot be used
 */
export async function viewsOfCameras(
  file: string,
  placement: (typeof CAMERA_PLACEMENTS)[number],
): Promise<PromptView[]> {
  const name = path.basename(file);
  const cameras = (await readEntries(file)).flatMap((entry) => cameraOf(entry, ANY_SIZE) ?? []);
  const fault = rigFault(cameras);
  if (fault) throw cameraInvalid(name, fault);
  if (cameras.length > MAX_CAMERAS)
    throw new UsageError(
      `${file} has ${cameras.length} cameras. A model has at most ${MAX_CAMERAS} views.`,
    );
  const inOrder = isFaceLift(cameras) ? rigCameras(FACELIFT_RIG) : cameras;
  const placed = placeRig(inOrder, placement, { subject: null, radius: FACELIFT_RIG.radius });
  if (!placed)
    throw new UsageError(
      `The axes of the cameras in ${file} do not meet, so the middle is not known. If the cameras are in the model's frame, give --placement none.`,
    );
  const angles = anglesOf(placed.cameras);
  if (!angles)
    throw new UsageError(`A camera of ${file} is in the middle, so it has no direction.`);
  return cameraViews(angles);
}
