import {
  cameraInvalid,
  readCameraFile,
  readCameraFolder,
  type CameraEntry,
} from '../../core/camera/files/index.ts';
import { maxCameraBytes } from '../../core/camera/files/camera-files.ts';
import { pairPictures } from '../../core/camera/files/pairing.ts';
import { AppError } from '../../core/errors.ts';
import { posedPicturesOf, type PosedFiles } from '../../pipeline/posed/assemble.ts';
import type { PosedPictures } from '../../pipeline/posed/frames.ts';
import { baseName } from '../../pipeline/posed/mask-names.ts';
import type { PhotoFile } from '../../pipeline/stages/photo.ts';
import type { SampleFile, SampleFiles } from '../dropped/samples.ts';
import { masksOf } from './masks-of.ts';

async function bytesOf({ path, blob }: SampleFile): Promise<Uint8Array> {
  const name = baseName(path);
  if (blob.size > maxCameraBytes(name)) throw cameraInvalid(name, 'it is too large');
  return new Uint8Array(await blob.arrayBuffer());
}

/** The cameras of a sample. @throws AppError `camera-invalid` */
async function camerasOf({ cameras, camerasName }: SampleFiles): Promise<CameraEntry[]> {
  if (cameras.length === 1) return readCameraFile(await bytesOf(cameras[0]), camerasName);
  const files = cameras.map((file) => ({ name: baseName(file.path), read: () => bytesOf(file) }));
  return readCameraFolder(files, camerasName);
}

const asPhoto = ({ path, blob }: SampleFile): PhotoFile => ({
  file: blob,
  fileName: baseName(path),
});

/**
 * Reads the cameras of a sample, and finds the picture and the mask of each. Of pictures only the headers are read.
 * @throws AppError `camera-invalid`, `views-unpaired`, `mask-missing` or `calibration-size`
 */
export async function openSample(files: SampleFiles): Promise<PosedPictures> {
  const { camerasName } = files;
  const entries = await camerasOf(files);
  const masks = masksOf(files, entries);
  // If the cameras name their pictures, a file may be picture and mask.
  const isNamed = entries.some(({ picture }) => picture !== undefined);
  const pictures = files.pictures.filter((picture) => isNamed || !masks.named.includes(picture));
  const pairing = pairPictures(
    entries,
    pictures.map(({ path }) => path),
  );
  if (typeof pairing === 'string')
    throw new AppError('views-unpaired', {
      message: `${camerasName}: ${pairing}`,
      stage: 'photo',
      values: { file: camerasName, pictures: pictures.length, cameras: entries.length },
    });
  const views = pairing.pictures.map((at, number): PosedFiles => {
    const mask = masks.maskOf(number, pictures[at]);
    return {
      entry: entries[number],
      number,
      picture: asPhoto(pictures[at]),
      mask: mask && asPhoto(mask),
    };
  });
  return posedPicturesOf(views, {
    ...{ camerasName, pairedBy: pairing.by },
    cameraSize: files.calibratedFor,
  });
}
