import type { Camera } from '../../core/camera/camera.ts';
import {
  cameraInvalid,
  cameraOf,
  pinholeFault,
  type CameraEntry,
  type Size,
} from '../../core/camera/files/index.ts';
import { readHeader } from '../photo/read-header.ts';
import type { PhotoFile } from '../stages/photo.ts';
import type { PosedPictures } from './frames.ts';
import { RESAMPLED_SIDE } from './square.ts';

/** A camera of a file, and the files that belong to it. */
export interface PosedFiles {
  entry: CameraEntry;
  /** Number of the camera in its file. */
  number: number;
  picture: PhotoFile;
  /** White on the subject. Null: there is none. */
  mask: PhotoFile | null;
}

/** What all cameras of a file have in common. */
interface Common extends Pick<PosedPictures, 'camerasName' | 'pairedBy' | 'cameraSize'> {
  /** What to do if the cameras were calibrated for pictures of another size. The end of a sentence. */
  sizeAdvice: string;
}

/** Width and height of a picture, from its header. Undefined if the header does not say it. */
const sizeOf = async ({ file }: PhotoFile): Promise<Size | undefined> =>
  (await readHeader(file))?.size ?? undefined;

/** The principal point of a lens is near the middle of its picture: within this fraction of the size. */
const NEAR_MIDDLE = 0.25;

/** Refuses a calibration whose file states no size, if it is certainly one of larger or smaller pictures. */
function checkMiddle(
  { width, height, cx, cy }: Camera,
  number: number,
  { camerasName, sizeAdvice }: Common,
): void {
  const off = Math.max(Math.abs(cx / width - 0.5), Math.abs(cy / height - 0.5));
  if (off <= NEAR_MIDDLE) return;
  throw cameraInvalid(
    camerasName,
    `frame ${number}: the principal point is at ${Math.round(cx)} ${Math.round(cy)}, but the picture is ${width} × ${height}. If the cameras were calibrated for pictures of another size, ${sizeAdvice}`,
  );
}

/**
 * Posed pictures from the files of each camera. Only headers of the pictures are read.
 * @throws AppError `camera-invalid`
 */
export async function posedPicturesOf(
  views: readonly PosedFiles[],
  { sizeAdvice, ...common }: Common,
): Promise<PosedPictures> {
  const { camerasName, cameraSize } = common;
  const cameras: Camera[] = [];
  for (const { entry, number, picture } of views) {
    const camera = cameraOf(entry, cameraSize ?? (await sizeOf(picture)));
    if (!camera) throw cameraInvalid(camerasName, `frame ${number}: w and h are missing`);
    if (!entry.size && !cameraSize) checkMiddle(camera, number, { ...common, sizeAdvice });
    cameras.push(camera);
  }
  return {
    ...common,
    pictures: views.map(({ picture }) => picture),
    cameras,
    lenses: views.map(({ entry }) => {
      const { distortion, skew } = entry;
      return pinholeFault(entry) ? { distortion, skew } : undefined;
    }),
    masks: views.map(({ mask }) => mask),
  };
}

/** Side of the square views that pictures become, pixels: as `squareViews` makes them. */
export async function viewSide({ pictures, cameras, lenses = [] }: PosedPictures): Promise<number> {
  const sizes = await Promise.all(pictures.map(sizeOf));
  const side = sizes[0]?.width;
  const areKept = sizes.every(
    (size, i) =>
      !lenses[i] &&
      size?.width === side &&
      size?.height === side &&
      cameras[i].width === cameras[i].height,
  );
  return side !== undefined && areKept ? side : RESAMPLED_SIDE;
}
