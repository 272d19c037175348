import type { Camera } from '../../core/camera/camera.ts';
import { AppError } from '../../core/errors.ts';
import type { RgbaImage } from '../../core/image/image.ts';
import type { Notice } from '../events.ts';
import { decodePicture, type Decoding, type PhotoFile } from '../stages/photo.ts';

/** Pictures of a subject and the camera of each, in the same order. */
export interface PosedPictures {
  pictures: readonly PhotoFile[];
  /** Of the pictures as they are: any size and proportions. */
  cameras: readonly Camera[];
  /** Lens distortion of each camera, in OpenCV's order; undefined if there is none. Absent: no lens distorts. */
  distortions?: readonly (readonly number[] | undefined)[];
  /** Name of the camera file. */
  camerasName: string;
  /** How cameras and pictures were paired. */
  pairedBy: 'file_path' | 'order';
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
  camera: Camera;
  distortion?: readonly number[];
}

export const viewsInvalid = (message: string, values: Record<string, string | number> = {}) =>
  new AppError('views-invalid', { message, stage: 'photo', values });

/**
 * The picture with a mask as its alpha. The mask may have another size with the same proportions.
 * @throws AppError `views-invalid` if it has others
 */
export function cutOut(picture: RgbaImage, mask: RgbaImage, maskName: string): RgbaImage {
  const { width, height } = picture;
  if (Math.abs(mask.width * height - mask.height * width) > Math.max(width, height))
    throw viewsInvalid(
      `The mask ${maskName} is ${mask.width} × ${mask.height}, which does not fit its picture.`,
    );
  const data = Uint8ClampedArray.from(picture.data);
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      const row = Math.floor(((y + 0.5) * mask.height) / height);
      const column = Math.floor(((x + 0.5) * mask.width) / width);
      const at = 4 * (row * mask.width + column);
      data[4 * (y * width + x) + 3] = Math.round((mask.data[at] * mask.data[at + 3]) / 255);
    }
  return { width, height, data };
}

/**
 * Reads the pictures, and the masks that belong to them. What there is to say about the files is added to `notices`.
 * @throws AppError `views-invalid`, or as `decodePicture` does
 */
export async function readFrames(
  { pictures, cameras, distortions, masks }: PosedPictures,
  context: Decoding & { progress: (fraction: number) => void },
  notices: Set<Notice>,
): Promise<PosedFrame[]> {
  const decode = async (source: Pick<PhotoFile, 'file'>) => {
    const decoded = await decodePicture(source, context);
    decoded.notices.forEach((notice) => notices.add(notice));
    return decoded.image;
  };
  const frames: PosedFrame[] = [];
  for (const [i, { file, fileName }] of pictures.entries()) {
    const picture = await decode({ file });
    const mask = masks?.[i];
    frames.push({
      fileName,
      image: mask ? cutOut(picture, await decode(mask), mask.fileName) : picture,
      masked: mask !== undefined && mask !== null,
      camera: cameras[i],
      distortion: distortions?.[i],
    });
    context.progress(frames.length / pictures.length);
  }
  return frames;
}
