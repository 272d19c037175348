import { readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { naturally } from '../src/core/natural-order.ts';
import { UsageError } from './command.ts';
import { picturesIn } from './pictures.ts';

const CAMERAS = 'opencv_cameras.json';
const IMAGES = 'images';
const MASKS = 'masks';

/** A sample as FaceLift lays it out: `images/`, `opencv_cameras.json`, and perhaps `masks/`. */
export interface SampleFolder {
  /** Name of the folder. */
  name: string;
  /** Paths of the pictures, in natural order. */
  pictures: string[];
  /** Path of the camera file. */
  cameras: string;
  /** Path of the folder with the masks. Null if there is none. */
  masks: string | null;
}

const kindOf = (file: string): Promise<'file' | 'folder' | null> =>
  stat(file).then(
    (info) => (info.isDirectory() ? 'folder' : 'file'),
    () => null,
  );

/** Whether a folder is a sample, or a part of one is missing. */
export async function looksLikeSample(folder: string): Promise<boolean> {
  return (
    (await kindOf(path.join(folder, CAMERAS))) === 'file' ||
    (await kindOf(path.join(folder, IMAGES))) === 'folder'
  );
}

/** The parts of a sample. @throws UsageError if pictures or cameras are missing */
export async function readSampleFolder(folder: string): Promise<SampleFolder> {
  const [cameras, images, masks] = [CAMERAS, IMAGES, MASKS].map((name) => path.join(folder, name));
  if ((await kindOf(cameras)) !== 'file')
    throw new UsageError(`${folder} contains no ${CAMERAS}, so it is no sample.`);
  if ((await kindOf(images)) !== 'folder')
    throw new UsageError(`${folder} contains no folder ${IMAGES}, so it is no sample.`);
  return {
    name: path.basename(path.resolve(folder)),
    pictures: (await picturesIn(images)).files,
    cameras,
    masks: (await kindOf(masks)) === 'folder' ? masks : null,
  };
}

/** Paths of the samples in a data folder, `sample_*`, in natural order. May be empty. */
export async function samplesIn(folder: string): Promise<string[]> {
  const names = (await readdir(folder)).filter((name) => name.startsWith('sample_'));
  const paths = names.sort(naturally).map((name) => path.join(folder, name));
  const kinds = await Promise.all(paths.map(kindOf));
  return paths.filter((_, i) => kinds[i] === 'folder');
}
