import { readRange } from '../checkpoint/errors.ts';
import {
  beginsAsOldTorch,
  beginsAsSafetensors,
  isNamedLikeOthers,
} from '../checkpoint/file-kinds.ts';
import type { ImportFile } from './parts.ts';

/** Endings of weight files. A file with such a name is read as weights. An error then says what is wrong with it. */
const WEIGHTS = /\.(safetensors|pt|pth|bin|ckpt)$/i;

/** Endings that weight files sometimes have. An archive with such a name was perhaps meant as weights. */
const MAYBE_WEIGHTS = /\.(pkl|pickle|weights|model)$/i;

/** Endings of archives, in which a checkpoint may be. The error says that they must be unpacked. */
const ARCHIVES = /\.(zip|tar|gz|tgz|bz2|xz|zst|7z|rar|pt2)$/i;

/** Files of training state that accelerate and transformers write next to the weights of a fine-tuned model. */
const TRAINING =
  /(^|\/)(optimizer|scheduler|scaler|training_args|sampler|rng_state|random_states|custom_checkpoint)(_\d+)?\.(bin|pt|pth|pkl)$/i;

/** First entries of the zip files that torch writes. The entry's folder has the name of the saved file. */
const TORCH_ENTRY =
  /^[^/]+\/(data\.pkl|constants\.pkl|byteorder|version|\.format_version|\.storage_alignment)$/;

/** Number of bytes of a file that `beginsLikeWeights` needs. */
const WEIGHT_START_BYTES = 512;

/** Whether the name of a file says that it contains weights. */
export const isNamedLikeWeights = (path: string): boolean => WEIGHTS.test(path);

/** The name of the first entry of a zip file. Null for other files. */
export function firstZipEntry(start: Uint8Array): string | null {
  if (start.length < 30) return null;
  const view = new DataView(start.buffer, start.byteOffset, start.byteLength);
  if (view.getUint32(0) !== 0x504b0304) return null;
  return String.fromCharCode(...start.subarray(30, 30 + view.getUint16(26, true)));
}

/**
 * Whether a file begins as a checkpoint does: a zip file of torch, an old file of torch, or safetensors.
 * @param start the first `WEIGHT_START_BYTES` of the file, or more
 */
export function beginsLikeWeights(start: Uint8Array): boolean {
  const entry = firstZipEntry(start);
  if (entry !== null) return TORCH_ENTRY.test(entry);
  return beginsAsSafetensors(start) || beginsAsOldTorch(start);
}

/**
 * Whether the import reads a file as weights: by its name, or by its first bytes. Training state is left out.
 * @throws AppError `checkpoint-invalid` if the file cannot be read
 */
export async function isWeights({ path, blob }: ImportFile): Promise<boolean> {
  if (TRAINING.test(path)) return false;
  if (isNamedLikeWeights(path) || isNamedLikeOthers(path) || ARCHIVES.test(path)) return true;
  const start = await readRange(blob, 0, Math.min(WEIGHT_START_BYTES, blob.size), path);
  return beginsLikeWeights(start) || (MAYBE_WEIGHTS.test(path) && firstZipEntry(start) !== null);
}
