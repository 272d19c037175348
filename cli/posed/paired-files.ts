import path from 'node:path';
import type { CameraEntry } from '../../src/core/camera/files/index.ts';
import { pairPictures, type Pairing } from '../../src/core/camera/files/pairing.ts';
import { UsageError } from '../command.ts';

/** Pictures in the order of their cameras. */
export interface PairedFiles {
  /** Paths, one per camera. */
  pictures: string[];
  pairedBy: Pairing['by'];
  /** Paths of pictures that no camera names. */
  unused: string[];
}

/**
 * Finds the picture of each camera.
 * @param files paths of the pictures
 * @param camerasName name of the camera file, for the sentence
 * @throws UsageError if they cannot be paired
 */
export function pairFiles(
  entries: readonly CameraEntry[],
  files: readonly string[],
  camerasName: string,
): PairedFiles {
  const pairing = pairPictures(entries, files);
  if (typeof pairing === 'string') throw new UsageError(`${camerasName}: ${pairing}.`);
  return {
    pictures: pairing.pictures.map((at) => files[at]),
    pairedBy: pairing.by,
    unused: pairing.unused.map((at) => files[at]),
  };
}

/** A sentence about pictures that no camera names. */
export const unusedText = (unused: readonly string[]): string =>
  `No camera names ${unused.map((file) => path.basename(file)).join(', ')}, so they are left out.`;
