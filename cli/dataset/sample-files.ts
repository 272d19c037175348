import { readFile, readdir, rm, rmdir, stat } from 'node:fs/promises';
import path from 'node:path';
import type { Camera } from '../../src/core/camera/camera.ts';
import { cameraJson } from '../../src/core/preprocess/index.ts';
import { writeTogether, type Content } from '../output/write-together.ts';

const CAMERAS = 'opencv_cameras.json';

/** Field of opencv_cameras.json that says how the sample was made. */
const RECORD = 'dataset';

/** Names of the pictures that this command writes. */
const OURS = /^images\/cam_\d{3,}\.png$/;

/** Folders in which files wait until all are there. A process that was killed may have left one. */
const WAITING = /^\.new-\d+$/;

const padded = (number: number, digits: number) => `${number}`.padStart(digits, '0');

/** The folder of a sample, as the lab's script names it. */
export const sampleName = (i: number): string => `sample_${padded(i, 6)}`;

/** How a sample was made. */
interface SampleRecord {
  /** Hash of the settings. */
  settings: string;
  moment: number;
  /** The frame of each camera. */
  frames: number[];
}

/** One view of a sample. */
export interface SampleView {
  camera: Camera;
  png: Blob;
  /** The camera's name, if it has one. */
  name: string | undefined;
}

/**
 * Writes a sample, all files or none.
 * @param folder path of the sample
 * @throws OutputError
 */
export async function writeSample(
  folder: string,
  views: readonly SampleView[],
  record: SampleRecord,
): Promise<void> {
  await removeWaiting(folder);
  const pictures = views.map((_, i) => `images/cam_${padded(i, 3)}.png`);
  const files = new Map<string, Content>(pictures.map((name, i) => [name, views[i].png]));
  const json = cameraJson(
    { frames: views.map(({ name }, i) => ({ view_id: i, ...(name && { name }) })) },
    views.map(({ camera }, at) => ({ at, camera, picture: pictures[at] })),
    { id: path.basename(folder), [RECORD]: record },
  );
  // Written last: with it the sample is finished.
  files.set(CAMERAS, new TextEncoder().encode(`${JSON.stringify(json, null, 2)}\n`));
  await writeTogether(folder, files, (name) => OURS.test(name));
}

const namesIn = (folder: string) => readdir(folder).catch(() => []);

async function removeWaiting(folder: string): Promise<void> {
  for (const name of await namesIn(folder))
    if (WAITING.test(name)) await rm(path.join(folder, name), { recursive: true, force: true });
}

/** Whether a folder has all files of this sample. */
export async function isWritten(folder: string, record: SampleRecord): Promise<boolean> {
  try {
    const json = JSON.parse(await readFile(path.join(folder, CAMERAS), 'utf8')) as {
      frames: { file_path: string }[];
      [RECORD]?: Partial<SampleRecord>;
    };
    if (json[RECORD]?.settings !== record.settings) return false;
    await Promise.all(json.frames.map(({ file_path }) => stat(path.join(folder, file_path))));
    return json.frames.length === record.frames.length;
  } catch {
    return false;
  }
}

/** Removes the files of a sample, and its folders if nothing else is in them. */
export async function removeSample(folder: string): Promise<void> {
  await removeWaiting(folder);
  const pictures = await namesIn(path.join(folder, 'images'));
  const ours = pictures.map((name) => `images/${name}`).filter((name) => OURS.test(name));
  for (const name of [CAMERAS, ...ours]) await rm(path.join(folder, name), { force: true });
  for (const each of [path.join(folder, 'images'), folder]) await rmdir(each).catch(() => null);
}
