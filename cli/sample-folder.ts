import { readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { SAMPLE_CAMERAS } from '../src/core/camera/files/camera-files.ts';
import { naturally } from '../src/core/natural-order.ts';
import { someNames } from '../src/core/quoted.ts';
import { readEntries } from './cameras.ts';
import { UsageError } from './command.ts';
import { pairFiles, type PairedFiles } from './posed/paired-files.ts';
import { existing, picturesIn } from './pictures.ts';

/** The files of a sample: posed pictures of one subject, as in FaceLift's data sets. */
export interface SampleFolder extends Omit<PairedFiles, 'masksBeside'> {
  /** Name of the folder. */
  name: string;
  /** Path of the camera file. */
  cameras: string;
  /** Path of the folder with the masks, or null. Not every picture must have a mask in it. */
  masks: string | null;
}

const isKind = (kind: 'isFile' | 'isDirectory') => (file: string) =>
  stat(file).then(
    (info) => info[kind](),
    () => false,
  );
const isFile = isKind('isFile');
const isFolder = isKind('isDirectory');

/** The path of the camera file, or null. */
async function cameraFileIn(folder: string): Promise<string | null> {
  for (const name of SAMPLE_CAMERAS)
    if (await isFile(path.join(folder, name))) return path.join(folder, name);
  return null;
}

/** Whether a folder is a sample, or one without its cameras. */
export const looksLikeSample = async (folder: string): Promise<boolean> =>
  (await cameraFileIn(folder)) !== null || isFolder(path.join(folder, 'images'));

/** Paths of the samples in a data folder, in natural order. Hidden folders are left out. May be empty. */
export async function samplesIn(folder: string): Promise<string[]> {
  const names = (await readdir(folder)).filter((name) => !name.startsWith('.')).sort(naturally);
  const paths = names.map((name) => path.join(folder, name));
  const isSample = await Promise.all(paths.map(looksLikeSample));
  return paths.filter((_, i) => isSample[i]);
}

/** The sentence about a folder without a camera file. */
async function noCameras(folder: string): Promise<string> {
  const samples = (await samplesIn(folder)).map((sample) => path.basename(sample));
  if (samples.length > 0)
    return `${folder} contains samples (${someNames(samples)}), but is none itself. Give one of them.`;
  const [first, ...others] = SAMPLE_CAMERAS;
  return `${folder} contains no camera file (${first}, or ${others.join(' or ')}), so it is no sample.`;
}

/**
 * Finds the files of a sample: pictures in `images`, or else in the folder itself, a camera file, and masks in `masks`.
 * @throws UsageError that names what is missing, or AppError `camera-invalid`
 */
export async function openSample(folder: string): Promise<SampleFolder> {
  if ((await existing(folder)) !== 'folder')
    throw new UsageError(`${folder} is a file, not a sample folder.`);
  const cameras = await cameraFileIn(folder);
  if (!cameras) throw new UsageError(await noCameras(folder));
  const images = path.join(folder, 'images');
  const { files } = await picturesIn((await isFolder(images)) ? images : folder, { hints: false });
  const masks = path.join(folder, 'masks');
  const entries = await readEntries(cameras);
  const { masksBeside, ...paired } = pairFiles(entries, files, path.basename(cameras));
  return {
    name: path.basename(path.resolve(folder)),
    cameras,
    masks: (await isFolder(masks)) ? masks : masksBeside,
    ...paired,
  };
}
