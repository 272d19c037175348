import { sizeText } from '../../../core/size-text.ts';
import { unfit } from '../../../families/unfit.ts';
import { isQuantisable, type TensorList, type WeightEntry } from '../../../graphs/weights.ts';
import type { Quantisation } from '../../quantise.ts';
import type { WeightSource } from '../parts.ts';

/** How a pack stores its weights: as floats, or as integers of 8 or 16 bits with one scale per row. */
export type StoredType = 'F16' | 'F32' | Quantisation;

/**
 * How one output tensor is stored: as floats, or as one tensor of a quantised tensor. Quantisation makes two tensors with
 * int8, three with int8x2.
 */
type TensorEncoding =
  | { kind: 'float'; dtype: 'F16' | 'F32' }
  | { kind: 'quantised'; type: Quantisation; part: 'high' | 'low' | 'scale' };

/** One tensor to be written, and where its values are read from. */
export interface OutputTensor {
  /** Name in the pack. */
  name: string;
  shape: readonly number[];
  encoding: TensorEncoding;
  /** Bytes in the pack. */
  byteLength: number;
  /** The checkpoint file. */
  blob: Blob;
  /** Name of the checkpoint file, for errors. */
  file: string;
  /** Position, type and shape of the tensor in the checkpoint file. */
  entry: WeightEntry;
}

/** One safetensors file to be written. Its header is made before any weight is read. */
export interface PlannedShard {
  name: string;
  bytes: number;
  header: Uint8Array<ArrayBuffer>;
  tensors: readonly OutputTensor[];
}

/**
 * Largest sum of the tensors' bytes in one shard: 1 GB, not 1 GiB. Limits on a single buffer or file are given in GB or
 * in GiB. This number is below all of them.
 */
const MAX_SHARD_BYTES = 1_000_000_000;

const countOf = (shape: readonly number[]): number => shape.reduce((product, n) => product * n, 1);

type SourceTensor = Pick<OutputTensor, 'blob' | 'file' | 'entry'>;

/** The output tensors of one tensor of the checkpoint: one float tensor, or the scales and one or two byte tensors. */
function outputTensors(name: string, source: SourceTensor, type: StoredType): OutputTensor[] {
  const { shape } = source.entry;
  if (type === 'F16' || type === 'F32' || !isQuantisable(shape)) {
    const dtype = type === 'F32' ? type : 'F16';
    const byteLength = countOf(shape) * (dtype === 'F32' ? 4 : 2);
    return [{ ...source, name, shape, encoding: { kind: 'float', dtype }, byteLength }];
  }
  const quantised = (part: 'high' | 'low' | 'scale', partName: string): OutputTensor => {
    const partShape = part === 'scale' ? shape.slice(0, 1) : shape;
    const byteLength = countOf(partShape) * (part === 'scale' ? 4 : 1);
    const encoding: TensorEncoding = { kind: 'quantised', type, part };
    return { ...source, name: partName, shape: partShape, encoding, byteLength };
  };
  return [
    quantised('scale', `${name}.scale`),
    quantised('high', name),
    ...(type === 'int8x2' ? [quantised('low', `${name}.low`)] : []),
  ];
}

const dtypeOf = ({ encoding }: OutputTensor): string =>
  encoding.kind === 'float' ? encoding.dtype : encoding.part === 'scale' ? 'F32' : 'I8';

/**
 * Makes a safetensors header: 8 bytes with the length, then JSON. The JSON is padded with spaces, so that the data starts
 * at a multiple of 8 bytes.
 */
function headerOf(tensors: readonly OutputTensor[]): Uint8Array<ArrayBuffer> {
  let at = 0;
  const entries = tensors.map((tensor) => {
    const data_offsets = [at, at + tensor.byteLength];
    at += tensor.byteLength;
    return [tensor.name, { dtype: dtypeOf(tensor), shape: tensor.shape, data_offsets }] as const;
  });
  const json = new TextEncoder().encode(JSON.stringify(Object.fromEntries(entries)));
  const length = Math.ceil(json.length / 8) * 8;
  const header = new Uint8Array(8 + length).fill(0x20);
  new DataView(header.buffer).setBigUint64(0, BigInt(length), true);
  header.set(json, 8);
  return header;
}

/** Sorts tensors with larger elements first, so that each tensor starts at a multiple of its element size. */
const widestFirst = (tensors: readonly OutputTensor[]): OutputTensor[] => {
  const width = (tensor: OutputTensor) => ({ F32: 4, F16: 2, I8: 1 })[dtypeOf(tensor)] ?? 1;
  return tensors.toSorted((a, b) => width(b) - width(a));
};

/**
 * Distributes a network's tensors over shards, in the order of the checkpoint. So without quantisation each checkpoint
 * file is read once, from its start to its end.
 *
 * @param stem file name without shard number and extension
 * @param tensors the tensors that the network needs; other tensors in `sources` are left out
 * @param maxBytes largest sum of the tensors' bytes in one shard
 * @throws AppError `checkpoint-unfit` if one tensor alone has more than `maxBytes`
 */
export function layOut(
  stem: string,
  tensors: TensorList,
  sources: readonly WeightSource[],
  type: StoredType,
  maxBytes = MAX_SHARD_BYTES,
): PlannedShard[] {
  const outputs: OutputTensor[] = [];
  for (const { index, blob } of sources) {
    const needed = [...index.tensors].filter(([name]) => tensors.has(name));
    needed.sort(([, a], [, b]) => a.offset - b.offset);
    for (const [name, entry] of needed)
      outputs.push(...outputTensors(name, { blob, file: index.file, entry }, type));
  }
  const groups: OutputTensor[][] = [[]];
  let bytes = 0;
  for (const output of outputs) {
    if (output.byteLength > maxBytes)
      throw unfit(output.file, 'large-tensor', `${output.name} has ${output.byteLength} bytes`, {
        tensor: output.name,
        size: sizeText(output.byteLength),
      });
    if (bytes + output.byteLength > maxBytes) {
      groups.push([]);
      bytes = 0;
    }
    groups[groups.length - 1].push(output);
    bytes += output.byteLength;
  }
  const fiveDigits = (n: number) => String(n).padStart(5, '0');
  return groups.map((unsorted, i) => {
    const group = widestFirst(unsorted);
    const number =
      groups.length === 1 ? '' : `-${fiveDigits(i + 1)}-of-${fiveDigits(groups.length)}`;
    const header = headerOf(group);
    const data = group.reduce((sum, { byteLength }) => sum + byteLength, 0);
    return {
      name: `${stem}${number}.safetensors`,
      bytes: header.length + data,
      header,
      tensors: group,
    };
  });
}
