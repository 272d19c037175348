import { encodeHalf } from '../../core/half.ts';
import type { WeightIndex } from '../../graphs/weights.ts';
import { readIndex } from '../../packs/safetensors.ts';

/** Damage to one tensor of a weight file. */
export interface Poison {
  file: string;
  tensor: string;
  /** Written over the tensor's first numbers. Infinity if the tensor's type has no such number. */
  value: number;
  /** How many numbers. Default: one. */
  count?: number;
}

/**
 * A copy of a weight file in which some numbers of one tensor are replaced.
 * @param known the file's index, if it is no safetensors file
 */
export async function poisoned(
  bytes: Uint8Array,
  { file, tensor, value, count = 1 }: Poison,
  known?: WeightIndex,
): Promise<Uint8Array<ArrayBuffer>> {
  const { tensors } = known ?? (await readIndex(bytes, file));
  const entry = tensors.get(tensor);
  if (!entry || entry.dtype === 'BF16')
    throw new Error(`${file} has no tensor ${tensor} to poison`);
  const values = new Float32Array(count).fill(value);
  const written = entry.dtype === 'F32' ? values : encodeHalf(values);
  if (written.byteLength > entry.byteLength) throw new Error(`${tensor} is shorter than ${count}`);
  const copy = new Uint8Array(bytes);
  copy.set(new Uint8Array(written.buffer), entry.offset);
  return copy;
}

/**
 * The damaged weight file, and pack.json with its new hash: the pack looks whole.
 * @param read reads a file of the pack
 */
export async function poisonedFiles(
  read: (name: string) => Uint8Array | Promise<Uint8Array>,
  poison: Poison,
): Promise<Map<string, Uint8Array<ArrayBuffer>>> {
  const bytes = await poisoned(await read(poison.file), poison);
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  const sha256 = Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('');
  const manifest = JSON.parse(new TextDecoder().decode(await read('pack.json'))) as {
    files: { name: string; sha256: string }[];
  };
  for (const listed of manifest.files) if (listed.name === poison.file) listed.sha256 = sha256;
  return new Map([
    [poison.file, bytes],
    ['pack.json', new TextEncoder().encode(JSON.stringify(manifest))],
  ]);
}
