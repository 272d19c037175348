import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { openRecording, type Recording } from './open-recording.ts';

export type { Recording };

const recordings = new URL('../../models/parity/', import.meta.url);

/** Recordings of FaceLift's own code with its weights lie beside some checkouts: they are too large to be in one. */
const originals = new URL('../../../shared/data/parity/', import.meta.url);

export const hasOriginals = existsSync(originals);

const read = async <Config>(folder: URL, name: string): Promise<Recording<Config>> => {
  const file = `${name}.safetensors`;
  return openRecording(new Uint8Array(await readFile(new URL(file, folder))), file);
};

export const readRecording = <Config>(name: string) => read<Config>(recordings, name);

export const readOriginal = <Config>(name: string) => read<Config>(originals, name);
