import {
  isQuantisable,
  type ByteEntry,
  type WeightEntry,
  type WeightIndex,
} from '../graphs/weights.ts';
import { quantise, type Quantisation } from '../packs/quantise.ts';
import { readTensor } from '../packs/safetensors.ts';
import type { Recording } from './recording.ts';

/** The weights of a recording. The large tensors are quantised. */
export const quantised = async (
  { index, files }: Pick<Recording<unknown>, 'index' | 'files'>,
  kind: Quantisation,
): Promise<{ index: WeightIndex; files: Record<string, Uint8Array> }> => {
  const pieces: Uint8Array[] = [];
  let at = 0;
  const append = (
    shape: readonly number[],
    { buffer }: ArrayBufferView<ArrayBuffer>,
  ): ByteEntry => {
    pieces.push(new Uint8Array(buffer));
    at += buffer.byteLength;
    return { shape, offset: at - buffer.byteLength, byteLength: buffer.byteLength };
  };
  const tensors = new Map<string, WeightEntry>();
  const bytes = new Map<string, ByteEntry>();
  for (const [name, { shape }] of index.tensors) {
    if (name.startsWith('io.')) continue;
    const values = await readTensor(files[index.file], index, name);
    if (!isQuantisable(shape)) {
      tensors.set(name, { dtype: 'F32', ...append(shape, values) });
      continue;
    }
    const { high, low, scale } = quantise(values, shape[0], kind);
    bytes.set(name, append(shape, high));
    if (low) bytes.set(`${name}.low`, append(shape, low));
    tensors.set(`${name}.scale`, { dtype: 'F32', ...append([shape[0]], scale) });
  }
  return {
    index: { file: 'quantised', tensors, bytes },
    files: { quantised: new Uint8Array(await new Blob(pieces as BlobPart[]).arrayBuffer()) },
  };
};
