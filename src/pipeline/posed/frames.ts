import type { Camera } from '../../core/camera/camera.ts';
import type { Pairing } from '../../core/camera/files/pairing.ts';
import type { LensModel } from '../../core/camera/lens.ts';
import { withMask } from '../../core/image/cut-out.ts';
import { AppError } from '../../core/errors.ts';
import type { RgbaImage } from '../../core/image/image.ts';
import type { Notice } from '../events.ts';
import { aboutFile } from './about-file.ts';
import { decodePicture, type Decoding, type PhotoFile } from '../stages/photo.ts';

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

/** A picture may be smaller or larger than its camera says, but by this fraction at most in one direction only. */
const SAME_SHAPE = 0.01;

function checkSize(
  { width, height }: RgbaImage,
  camera: Camera,
  { camerasName, frame, fileName }: { camerasName: string; frame: number; fileName: string },
): void {
  const ratio = (width * camera.height) / (height * camera.width);
  if (Math.abs(ratio - 1) <= SAME_SHAPE) return;
  throw new AppError('camera-invalid', {
    message: `${camerasName}: frame ${frame} is ${camera.width} × ${camera.height}, but ${fileName} is ${width} × ${height}`,
    stage: 'photo',
    values: { file: camerasName },
  });
}

/** A picture file as pixels. @throws AppError as `decodePicture` does. It names the file */
const decodeNamed = ({ file, fileName }: PhotoFile, context: Decoding) =>
  decodePicture({ file }, context).catch(aboutFile(fileName));

/** The picture of a camera, and its mask as a picture if it has one. @throws AppError as `decodePicture` does */
export async function frameAt(
  i: number,
  { pictures, masks }: Pick<PosedPictures, 'pictures' | 'masks'>,
  context: Decoding,
): Promise<{ image: RgbaImage; shape: RgbaImage | null }> {
  const mask = masks?.[i];
  const { image } = await decodeNamed(pictures[i], context);
  return { image, shape: mask ? (await decodeNamed(mask, context)).image : null };
}

/**
 * Reads the pictures, and the masks that belong to them. What there is to say about the files is added to `notices`.
 * @throws AppError `views-invalid`, `camera-invalid`, or as `decodePicture` does
 */
export async function readFrames(
  { pictures, cameras, lenses, camerasName, masks }: PosedPictures,
  context: Decoding & { progress: (fraction: number) => void },
  notices: Set<Notice>,
): Promise<PosedFrame[]> {
  const decode = async (source: PhotoFile) => {
    const decoded = await decodeNamed(source, context);
    decoded.notices.forEach((notice) => notices.add(notice));
    return decoded.image;
  };
  const frames: PosedFrame[] = [];
  for (const [i, source] of pictures.entries()) {
    const { fileName } = source;
    const picture = await decode(source);
    checkSize(picture, cameras[i], { camerasName, frame: i, fileName });
    const mask = masks?.[i];
    frames.push({
      fileName,
      image: mask ? cutOut(picture, await decode(mask), mask.fileName) : picture,
      masked: mask !== undefined && mask !== null,
      camera: cameras[i],
      lens: lenses?.[i],
    });
    context.progress(frames.length / pictures.length);
  }
  return frames;
}
