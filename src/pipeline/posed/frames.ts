import type { Shift } from '../../core/camera/align-silhouettes.ts';
import type { Camera } from '../../core/camera/camera.ts';
import type { Pairing } from '../../core/camera/files/pairing.ts';
import type { LensModel } from '../../core/camera/lens.ts';
import { withMask } from '../../core/image/cut-out.ts';
import { isSameShape } from '../../core/image/same-shape.ts';
import { AppError } from '../../core/errors.ts';
import type { RgbaImage } from '../../core/image/image.ts';
import type { Notice } from '../events.ts';
import { hasAlphaMask } from '../matting/mask.ts';
import { decodeNamed, type Decoding, type PhotoFile } from '../stages/photo.ts';
import { isInverted } from './inverted.ts';

/** Pictures of a subject and the camera of each, in the same order. */
export interface PosedPictures {
  pictures: readonly PhotoFile[];
  /** Of the pictures as they are: any size and proportions. */
  cameras: readonly Camera[];
  /** How each camera differs from a pinhole camera; undefined if it does not. Absent: none differs. */
  lenses?: readonly (LensModel | undefined)[];
  /** Name of the camera file. */
  camerasName: string;
  /** How cameras and pictures were paired. */
  pairedBy: Pairing['by'];
  /** Size of the pictures for which the cameras were calibrated, if the user stated it. */
  cameraSize?: { width: number; height: number };
  /**
   * What is added to cx and cy of each camera so that silhouettes fit, pixels of its picture: that of the rig. Absent: it is
   * found from these pictures alone.
   */
  shifts?: readonly Shift[];
  /** The mask of each picture, white on the subject, or null. Absent: no picture has one. */
  masks?: readonly (PhotoFile | null)[];
}

/** A picture of a camera, before anything is cut or resampled. */
export interface PosedFrame {
  fileName: string;
  /** Its alpha is the mask if `masked`. */
  image: RgbaImage;
  /** Whether it is known which pixels show the subject. */
  masked: boolean;
  /** The picture as it was, if its mask comes from its white background. */
  onWhite?: RgbaImage;
  /** Whether its mask is that of the pack's background remover. */
  guessed?: boolean;
  camera: Camera;
  lens?: LensModel;
}

export const viewsInvalid = (message: string, values: Record<string, string | number> = {}) =>
  new AppError('views-invalid', { message, stage: 'photo', values });

/**
 * The picture with a mask as its alpha.
 * @throws AppError `views-invalid` if the mask has other proportions
 */
function cutOut(picture: RgbaImage, mask: RgbaImage, maskName: string): RgbaImage {
  const cut = withMask(picture, mask);
  if (cut) return cut;
  throw viewsInvalid(
    `The mask ${maskName} is ${mask.width} × ${mask.height}, which does not fit its picture.`,
    { file: maskName },
  );
}

function checkSize(
  image: RgbaImage,
  camera: Camera,
  { camerasName, frame, fileName }: { camerasName: string; frame: number; fileName: string },
): void {
  if (isSameShape(image, camera)) return;
  throw new AppError('camera-invalid', {
    message: `${camerasName}: frame ${frame} is ${camera.width} × ${camera.height}, but ${fileName} is ${image.width} × ${image.height}`,
    stage: 'photo',
    values: { file: camerasName },
  });
}

/** The picture of a camera, and its mask as a picture if it has one. @throws AppError as `decodeNamed` does */
export async function frameAt(
  i: number,
  { pictures, masks }: Pick<PosedPictures, 'pictures' | 'masks'>,
  context: Decoding,
): Promise<{ image: RgbaImage; shape: RgbaImage | null }> {
  const mask = masks?.[i];
  const { image } = await decodeNamed(pictures[i], context);
  return { image, shape: mask ? (await decodeNamed(mask, context)).image : null };
}

/** The error of a mask that is white around the mouse. */
export const maskInverted = (fileName: string) =>
  new AppError('mask-inverted', {
    message: `${fileName} is white along the border, and black in the middle.`,
    stage: 'photo',
    values: { file: fileName },
  });

/**
 * Reads a picture, and the mask that belongs to it. What there is to say about the files is added to `notices`.
 * @throws AppError `views-invalid`, `camera-invalid`, `mask-inverted`, or as `decodeNamed` does
 */
export async function readFrame(
  { pictures, cameras, lenses, camerasName, masks }: PosedPictures,
  frame: number,
  context: Decoding,
  notices: Set<Notice>,
): Promise<PosedFrame> {
  const decode = async (source: PhotoFile) => {
    const decoded = await decodeNamed(source, context);
    decoded.notices.forEach((notice) => notices.add(notice));
    return decoded.image;
  };
  const { fileName } = pictures[frame];
  const picture = await decode(pictures[frame]);
  checkSize(picture, cameras[frame], { camerasName, frame, fileName });
  const mask = masks?.[frame];
  const image = mask ? cutOut(picture, await decode(mask), mask.fileName) : picture;
  const masked = mask ? true : hasAlphaMask(picture);
  if (masked && isInverted(image)) throw maskInverted(mask ? mask.fileName : fileName);
  return { fileName, image, masked, camera: cameras[frame], lens: lenses?.[frame] };
}
