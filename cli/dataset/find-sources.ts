import { readdir } from 'node:fs/promises';
import path from 'node:path';
import type { CameraEntry } from '../../src/core/camera/files/index.ts';
import { pairPictures, type Pairing } from '../../src/core/camera/files/pairing.ts';
import { naturally } from '../../src/core/natural-order.ts';
import { someNames } from '../../src/core/quoted.ts';
import { UsageError, type CommandContext } from '../command.ts';
import { existing, isPictureName } from '../pictures.ts';
import { openFrames } from './frame-folder.ts';
import type { FrameSource } from './source.ts';
import { openVideo } from './video.ts';

/** Files with these endings count as videos. Reading a file shows whether it really is one. */
const VIDEO =
  /\.(mp4|m4v|mov|avi|mkv|webm|mpe?g|(m2?)?ts|wmv|flv|ogv|y4m|mjpe?g|h26[45]|26[45]|hevc|3gp)$/i;

/** What a folder has for one camera. */
interface Found {
  kind: 'video' | 'frames';
  /** Relative to the folder. */
  name: string;
}

const namesIn = async (folder: string) => {
  const entries = await readdir(folder, { withFileTypes: true });
  return entries.map(({ name }) => name).filter((name) => !name.startsWith('.'));
};

/** What a subfolder has for its camera: one video, or pictures. Null for other folders. */
async function inSubfolder(folder: string, name: string): Promise<Found | null> {
  const names = await namesIn(path.join(folder, name));
  const videos = names.filter((each) => VIDEO.test(each)).sort(naturally);
  if (videos.length > 1)
    throw new UsageError(
      `${path.join(folder, name)} contains ${videos.length} videos (${someNames(videos)}). Join them to one video per camera.`,
    );
  if (videos.length === 1) return { kind: 'video', name: path.join(name, videos[0]) };
  return names.some(isPictureName) ? { kind: 'frames', name } : null;
}

/** The videos of a folder, else those in its subfolders, and the subfolders with pictures. In natural order. */
async function foundIn(folder: string, what: string, context: CommandContext): Promise<Found[]> {
  if ((await existing(folder)) !== 'folder')
    throw new UsageError(`${folder} is a file, not a folder of ${what}.`);
  const names = (await namesIn(folder)).sort(naturally);
  const isFile = await Promise.all(
    names.map(async (name) => (await existing(path.join(folder, name))) === 'file'),
  );
  const files = names.filter((_, i) => isFile[i]);
  const videos = files.filter((name) => VIDEO.test(name));
  const found: Found[] = videos.map((name) => ({ kind: 'video', name }));
  for (const name of videos.length > 0 ? [] : names.filter((_, i) => !isFile[i])) {
    const sub = await inSubfolder(folder, name);
    if (sub) found.push(sub);
  }
  if (found.length === 0)
    throw new UsageError(
      `${folder} contains no ${what}: neither a video per camera, nor a folder of frames per camera.`,
    );
  const taken = new Set(found.map(({ name }) => name.split(path.sep)[0]));
  const leftOut = names.filter((name) => !taken.has(name));
  if (leftOut.length > 0) context.warn(`Left out in ${folder}: ${someNames(leftOut, 5)}.`);
  return found;
}

/** Videos in the order of their cameras. */
export interface PairedSources {
  sources: FrameSource[];
  /** Their names, relative to the folder. */
  names: string[];
  pairedBy: Pairing['by'];
}

/** Pairs by `file_path`. It mostly names the pictures of a sample, so the names of the cameras and the order count, too. */
function pair(entries: readonly CameraEntry[], names: readonly string[], what: string) {
  const pairing = pairPictures(entries, names, what);
  return typeof pairing === 'string' && entries.some(({ picture }) => picture !== undefined)
    ? pairPictures(
        entries.map(({ name }) => ({ name })),
        names,
        what,
      )
    : pairing;
}

/**
 * Finds the video of each camera, or its folder of frames, and counts the frames.
 * @param what it contains, for sentences: videos, masks
 * @param camerasName name of the camera file
 * @throws UsageError or VideoError
 */
export async function findSources(
  folder: string,
  entries: readonly CameraEntry[],
  { what, camerasName }: { what: string; camerasName: string },
  context: CommandContext,
): Promise<PairedSources> {
  const found = await foundIn(folder, what, context);
  const names = found.map(({ name }) => name);
  const pairing = pair(entries, names, what);
  if (typeof pairing === 'string') throw new UsageError(`${folder}, ${camerasName}: ${pairing}.`);
  if (pairing.unused.length > 0) {
    const unused = pairing.unused.map((at) => names[at]);
    context.warn(`No camera names ${someNames(unused, 10)} in ${folder}, so they are left out.`);
  }
  const chosen = pairing.pictures.map((at) => found[at]);
  const sources = await Promise.all(
    chosen.map(({ kind, name }) => {
      const full = path.join(folder, name);
      return kind === 'video' ? openVideo(full) : openFrames(full, context);
    }),
  );
  return { sources, names: chosen.map(({ name }) => name), pairedBy: pairing.by };
}
