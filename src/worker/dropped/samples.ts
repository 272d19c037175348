import { SAMPLE_CAMERAS } from '../../core/camera/files/camera-files.ts';
import type { Size } from '../../core/camera/files/index.ts';
import { naturally } from '../../core/natural-order.ts';
import { baseName, isMaskName, stemOf } from '../../pipeline/posed/mask-names.ts';
import type { SortedFile } from './kinds.ts';

/** A file of a sample. */
export interface SampleFile {
  /** Path inside the dropped folder. The separator is `/`. */
  path: string;
  blob: Blob;
}

/** The files of posed views. They have not been read. */
export interface SampleFiles {
  /** Name of the folder, or of the camera file if there is no folder. */
  name: string;
  /** The camera file, or all files of a folder with a calibration. */
  cameras: readonly SampleFile[];
  /** Name of the camera file, or of the folder with the calibration. */
  camerasName: string;
  pictures: readonly SampleFile[];
  /** Files that are named as masks. If there are any, each picture must have one. */
  masks: readonly SampleFile[];
  /** Size of the pictures for which the cameras were calibrated, if the person has said it. */
  calibratedFor?: Size;
}

/** A sample, and where it lies. */
export interface FoundSample extends SampleFiles {
  /** Path of its folder in what was dropped. Empty for loose files. */
  folder: string;
}

/** The samples among dropped files. */
export interface FoundSamples {
  /** In natural order. */
  samples: FoundSample[];
  /** Files that belong to no sample. */
  others: SortedFile[];
  /** Photos outside the folders of all samples. Other photos that no sample uses belong to it, such as previews. */
  free: SortedFile[];
}

/** Posed views are at least two. A single photo beside a camera file is a photo. */
const FEWEST_PICTURES = 2;

const folderOf = (path: string): string => path.slice(0, Math.max(0, path.lastIndexOf('/')));

const isUnder = (path: string, folder: string): boolean =>
  folder === '' || path.startsWith(`${folder}/`);

/** A path in a folder, as it is seen from there. */
const insideOf = (folder: string) => (path: string) =>
  folder === '' ? path : path.slice(folder.length + 1);

/** The nearest folder, from `folder` upwards, that has photos below it. */
function rootOf(folder: string, photos: readonly SortedFile[]): string {
  let root = folder;
  while (root !== '' && !photos.some(({ path }) => isUnder(path, root))) root = folderOf(root);
  return root;
}

/** The camera files of one folder that are read: one of the usual names, else all. */
function camerasOf(files: readonly SortedFile[]): SortedFile[] {
  const usual = SAMPLE_CAMERAS.flatMap(
    (name) => files.find(({ path }) => baseName(path) === name) ?? [],
  );
  return usual.length > 0 ? usual.slice(0, 1) : [...files];
}

/** Whether a photo is a mask: in a folder of masks, or by its name. */
function isMask(path: string, stems: ReadonlySet<string>): boolean {
  const folders = path.split('/').slice(0, -1);
  if (folders.some((folder) => /^masks?$/i.test(folder))) return true;
  return isMaskName(path, stems);
}

const plain = (files: readonly SortedFile[]): SampleFile[] =>
  files.map(({ path, blob }) => ({ path, blob }));

/** The sample of a folder, from its photos and its camera files. Null if it has too few pictures. */
function sampleOf(
  root: string,
  photos: readonly SortedFile[],
  cameraFiles: readonly SortedFile[],
): { sample: FoundSample; used: SortedFile[] } | null {
  const inRoot = insideOf(root);
  const stems = new Set(photos.map(({ path }) => stemOf(path)));
  const masks = photos.filter(({ path }) => isMask(inRoot(path), stems));
  const free = photos.filter((photo) => !masks.includes(photo));
  // A sample of FaceLift has its pictures in `images`. Other pictures beside them are not of the cameras.
  const images = free.filter(({ path }) => /^images\//i.test(inRoot(path)));
  const pictures = images.length > 0 ? images : free;
  if (pictures.length < FEWEST_PICTURES) return null;
  const cameras = camerasOf(cameraFiles);
  const [{ path }] = cameras;
  const camerasName = cameras.length === 1 ? baseName(path) : baseName(folderOf(path)) || 'cameras';
  const sample = {
    folder: root,
    name: baseName(root) || stemOf(camerasName),
    ...{ cameras: plain(cameras), camerasName, pictures: plain(pictures), masks: plain(masks) },
  };
  return { sample, used: [...cameras, ...pictures, ...masks] };
}

/**
 * The folders of the samples that share the cameras of a root. Each has its pictures in a folder `images`. If there is only
 * one sample below the root, it has all pictures there.
 * @param hasOthers whether samples with cameras of their own lie below the root
 */
function sharersOf(root: string, photos: readonly SortedFile[], hasOthers: boolean): string[] {
  const inRoot = insideOf(root);
  const parents = photos.flatMap(({ path }) => {
    const [, parent] = /^(.*?)(?:^|\/)images\//i.exec(inRoot(path)) ?? [];
    return parent === undefined ? [] : [parent];
  });
  const folders = [...new Set(parents)];
  if (folders.length < (hasOthers ? 1 : 2) || folders.includes('')) return [root];
  // One picture in each: the folders are those of a rig's cameras.
  const picturesOf = (folder: string) => parents.filter((parent) => parent === folder).length;
  if (folders.every((folder) => picturesOf(folder) < FEWEST_PICTURES)) return [root];
  return folders.map((folder) => (root === '' ? folder : `${root}/${folder}`));
}

/**
 * Finds samples: photos and the camera file that lies with them, above them, or in a folder beside them. Of several
 * camera files the one that is nearest to the photos counts. Several folders with `images` can share a camera file.
 */
export function samplesIn(files: readonly SortedFile[]): FoundSamples {
  const photos = files.filter(({ kind }) => kind === 'photo');
  const cameras = files.filter(({ kind }) => kind === 'cameras');
  /** For each root, the folder of its camera files. */
  const roots = new Map<string, string>();
  const folders = [...new Set(cameras.map(({ path }) => folderOf(path)))];
  // A folder that is its own root comes before those below it.
  for (const folder of folders.sort((a, b) => a.length - b.length || naturally(a, b))) {
    const root = rootOf(folder, photos);
    if (!roots.has(root)) roots.set(root, folder);
  }
  const samples: FoundSample[] = [];
  const used = new Set<SortedFile>();
  /** Folders that share cameras. A picture in one of them is no photo of its own. */
  const shared: string[] = [];
  for (const [root, folder] of roots) {
    const deeper = [...roots.keys()].filter((other) => other !== root && isUnder(other, root));
    const own = photos.filter(
      ({ path }) => isUnder(path, root) && !deeper.some((other) => isUnder(path, other)),
    );
    const camerasHere = cameras.filter(({ path }) => folderOf(path) === folder);
    const sharers = sharersOf(root, own, deeper.length > 0);
    if (sharers.length > 1) shared.push(...sharers);
    for (const sharer of sharers) {
      const below = own.filter(({ path }) => isUnder(path, sharer));
      const found = sampleOf(sharer, below, camerasHere);
      if (!found) continue;
      samples.push(found.sample);
      found.used.forEach((file) => used.add(file));
    }
  }
  const others = files.filter((file) => !used.has(file));
  return {
    samples: samples.sort((a, b) => naturally(a.folder, b.folder)),
    others,
    free: others.filter(
      ({ kind, path }) =>
        kind === 'photo' &&
        ![...samples.map(({ folder }) => folder), ...shared].some((each) => isUnder(path, each)),
    ),
  };
}
