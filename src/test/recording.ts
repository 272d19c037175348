import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { openRecording, type Recording } from './open-recording.ts';

export type { Recording };

const recordings = new URL('../../models/parity/', import.meta.url);

/**
 * Folder with recordings of FaceLift's code and weights. They are too large for the repository, so only some
 * machines have them.
 */
const originals = new URL('../../../shared/data/parity/', import.meta.url);

/** Whether this machine has the recordings of FaceLift's code and weights. */
export const hasOriginals = existsSync(originals);

const read = async <Config>(folder: URL, name: string): Promise<Recording<Config>> => {
  const file = `${name}.safetensors`;
  return openRecording(new Uint8Array(await readFile(new URL(file, folder))), file);
};

/** The bytes of a file of models/parity. */
export const recordingOf = async (file: string) =>
  new Uint8Array(await readFile(new URL(file, recordings)));

/** Reads a recording of models/parity. */
export const readRecording = <Config>(name: string) => read<Config>(recordings, name);

/** Reads a recording of FaceLift's code and weights. */
export const readOriginal = <Config>(name: string) => read<Config>(originals, name);
