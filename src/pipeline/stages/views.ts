import { scaleCamera, type Camera } from '../../core/camera/camera.ts';
import { AppError } from '../../core/errors.ts';
import type { RgbaImage } from '../../core/image/image.ts';
import { compositeOnWhite } from '../../core/image/pixels.ts';
import type { StageContext } from '../context.ts';
import type { Notice } from '../events.ts';
import { hasAlphaMask } from '../matting/mask.ts';
import type { Views } from '../types.ts';
import { viewDoubts } from '../view-doubts.ts';
import { decodePicture, type Decoding, type PhotoFile } from './photo.ts';

/** The fewest and the most posed pictures that are accepted. */
const FEWEST = 2;
const MOST = 8;

/** Pictures of a subject, on white or cut out, and the camera of each, in the same order. */
export interface PosedPictures {
  pictures: readonly PhotoFile[];
  cameras: readonly Camera[];
  /** Name of the camera file. */
  camerasName: string;
  /** How cameras and pictures were paired. */
  pairedBy: 'file_path' | 'name' | 'order';
  /** The mask of each picture, white on the subject, or null. Absent: no picture has one. */
  masks?: readonly (PhotoFile | null)[];
}

/**
 * The picture with a mask as its alpha. The mask may have another size with the same proportions.
 * @throws AppError `views-invalid` if it has others
 */
function cutOut(picture: RgbaImage, mask: RgbaImage, { fileName }: PhotoFile): RgbaImage {
  const { width, height } = picture;
  if (Math.abs(mask.width * height - mask.height * width) > Math.max(width, height))
    throw invalid(
      `The mask ${fileName} is ${mask.width} × ${mask.height}, which does not fit its picture.`,
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

const invalid = (message: string, values: Record<string, string | number> = {}) =>
  new AppError('views-invalid', { message, stage: 'photo', values });

/**
 * Posed picture files → views. Transparent pixels become white; all other pixels stay unchanged. Pictures with
 * a usable alpha channel are also passed on unchanged, as `photos`. Cameras are scaled from the picture size in
 * the camera file to the size of the pictures.
 * @throws AppError `views-invalid`, `views-apart`, `camera-invalid`, or as `decodePicture` does
 */
export async function readViews(
  { pictures, cameras, camerasName, masks }: PosedPictures,
  context: Decoding & Pick<StageContext, 'progress'>,
): Promise<Views> {
  const count = pictures.length;
  if (count < FEWEST || count > MOST)
    throw invalid(`The number of pictures is ${count}.`, { count });
  if (cameras.length !== count)
    throw invalid(`There are ${count} pictures, but ${cameras.length} cameras in ${camerasName}.`, {
      count,
      cameras: cameras.length,
    });
  const oblong = cameras.findIndex(({ width, height }) => width !== height);
  if (oblong >= 0) {
    const { width, height } = cameras[oblong];
    const message = `${camerasName}: frame ${oblong} is ${width} × ${height}, but views are square`;
    throw new AppError('camera-invalid', {
      message,
      stage: 'photo',
      values: { file: camerasName },
    });
  }
  const images: RgbaImage[] = [];
  const photos: (RgbaImage | null)[] = [];
  const notices = new Set<Notice>();
  for (const [i, { file, fileName }] of pictures.entries()) {
    const decode = async (source: Pick<PhotoFile, 'file'>) => {
      const decoded = await decodePicture(source, context);
      decoded.notices.forEach((notice) => notices.add(notice));
      return decoded.image;
    };
    const mask = masks?.[i];
    const whole = await decode({ file });
    const picture = mask ? cutOut(whole, await decode(mask), mask) : whole;
    const image = compositeOnWhite(picture);
    const { width, height } = image;
    if (width !== height) throw invalid(`${fileName} is ${width} × ${height}, not square.`);
    const first = images[0]?.width ?? width;
    if (width !== first)
      throw invalid(`${fileName} has ${width} pixels a side, ${pictures[0].fileName} ${first}.`);
    images.push(image);
    photos.push(hasAlphaMask(picture) ? picture : null);
    context.progress(images.length / count);
  }
  const size = images[0].width;
  const scaled = cameras.map((camera) => scaleCamera(camera, size));
  viewDoubts(
    photos.map((photo, i) => photo ?? images[i]),
    cameras,
  ).forEach((doubt) => notices.add(doubt));
  return {
    images,
    cameras: scaled,
    ...(photos.some(Boolean) && { photos }),
    ...(notices.size > 0 && { notices: [...notices] }),
  };
}
