import type { Camera } from '../../core/camera/camera.ts';
import {
  cameraInvalid,
  cameraOf,
  pinholeFault,
  type CameraEntry,
  type Size,
} from '../../core/camera/files/index.ts';
import { sizeFault } from '../../core/camera/files/calibration-size.ts';
import { AppError } from '../../core/errors.ts';
import { pictureSize } from '../photo/picture-size.ts';
import { MAX_SIDE, type PhotoFile } from '../stages/photo.ts';
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
type Common = Pick<PosedPictures, 'camerasName' | 'pairedBy' | 'cameraSize' | 'shifts'>;

/** Width and height of a picture, without decoding it. Undefined if the file does not say it. */
const sizeOf = async ({ file, page }: PhotoFile): Promise<Size | undefined> =>
  (await pictureSize(file, page)) ?? undefined;

/** As it is typed and stored: `1152x1024`. */
const sizeText = ({ width, height }: Size): string => `${width}x${height}`;

/**
 * Refuses a calibration whose file states no size, if it is certainly one of larger or smaller pictures.
 * @param cameras those whose entries state no size, as if the calibration were one of the pictures' size
 * @param numbers of the cameras in their file
 * @throws AppError `calibration-size`
 */
export function checkSize(
  cameras: readonly Camera[],
  numbers: readonly number[],
  camerasName: string,
): void {
  const fault = sizeFault(cameras);
  if (!fault) return;
  const { index, cx, cy, sizes } = fault;
  const { width, height } = cameras[index];
  const list = sizes.map(sizeText);
  throw new AppError('calibration-size', {
    message: `${camerasName}: frame ${numbers[index]}: the principal point is at ${Math.round(cx)} ${Math.round(cy)}, but the picture is ${width} × ${height}.${list.length > 0 ? ` ${list.join(' or ')} may fit.` : ''}`,
    stage: 'load',
    values: { file: camerasName, cx, cy, width, height, sizes: list.join(' ') },
  });
}

/**
 * The pinhole cameras of pictures. What their lenses do beside is left out.
 * @throws AppError `camera-invalid` if the size of one is not known, `calibration-size` as `checkSize`
 */
export async function camerasOfPictures(
  views: readonly Omit<PosedFiles, 'mask'>[],
  { camerasName, cameraSize }: Pick<Common, 'camerasName' | 'cameraSize'>,
): Promise<Camera[]> {
  const cameras: Camera[] = [];
  for (const { entry, number, picture } of views) {
    const camera = cameraOf(entry, cameraSize ?? (await sizeOf(picture)));
    if (!camera)
      throw cameraInvalid(
        camerasName,
        `frame ${number}: w and h are missing, and ${picture.fileName} does not state its size`,
      );
    cameras.push(camera);
  }
  if (!cameraSize) {
    const unstated = views.flatMap(({ entry }, i) => (entry.size ? [] : [i]));
    const numbers = unstated.map((i) => views[i].number);
    checkSize(
      unstated.map((i) => cameras[i]),
      numbers,
      camerasName,
    );
  }
  return cameras;
}

/**
 * Posed pictures from the files of each camera. Only headers of the pictures are read.
 * @throws AppError as `camerasOfPictures`
 */
export async function posedPicturesOf(
  views: readonly PosedFiles[],
  common: Common,
): Promise<PosedPictures> {
  return {
    ...common,
    pictures: views.map(({ picture }) => picture),
    cameras: await camerasOfPictures(views, common),
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
  return side !== undefined && areKept ? Math.min(side, MAX_SIDE) : RESAMPLED_SIDE;
}
