import path from 'node:path';
import type { CameraEntry } from '../../src/core/camera/files/index.ts';
import { pairPictures, type Pairing } from '../../src/core/camera/files/pairing.ts';
import { isMaskName, stemOf } from '../../src/pipeline/posed/mask-names.ts';
import { UsageError } from '../command.ts';

/** Pictures in the order of their cameras. */
export interface PairedFiles {
  /** Paths, one per camera. */
  pictures: string[];
  pairedBy: Pairing['by'];
  /** Paths of pictures that no camera names. */
  unused: string[];
  /** Folder of files among them that are masks by their names. Null: there are none. */
  masksBeside: string | null;
}

/** The files that are pictures. If the cameras name pictures, the names decide, else files that are named as masks are none. */
function withoutMasks(entries: readonly CameraEntry[], files: readonly string[]): string[] {
  if (entries.some(({ picture }) => picture !== undefined)) return [...files];
  const stems = new Set(files.map(stemOf));
  return files.filter((file) => !isMaskName(file, stems));
}

/**
 * Finds the picture of each camera.
 * @param files paths of the pictures, perhaps with masks among them
 * @param camerasName name of the camera file, for the sentence
 * @throws UsageError if they cannot be paired
 */
export function pairFiles(
  entries: readonly CameraEntry[],
  files: readonly string[],
  camerasName: string,
): PairedFiles {
  const found = withoutMasks(entries, files);
  const mask = files.find((file) => !found.includes(file));
  const pairing = pairPictures(entries, found);
  if (typeof pairing === 'string') throw new UsageError(`${camerasName}: ${pairing}.`);
  return {
    pictures: pairing.pictures.map((at) => found[at]),
    pairedBy: pairing.by,
    unused: pairing.unused.map((at) => found[at]),
    masksBeside: mask === undefined ? null : path.dirname(mask),
  };
}

/** A sentence about pictures that no camera names. */
export const unusedText = (unused: readonly string[]): string =>
  `No camera names ${unused.map((file) => path.basename(file)).join(', ')}, so they are left out.`;
