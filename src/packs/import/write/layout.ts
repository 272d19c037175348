import { AppError } from '../../../core/errors.ts';
import { isQuantisable, type TensorList, type WeightEntry } from '../../../graphs/weights.ts';
import type { Quantisation } from '../../quantise.ts';
import type { WeightSource } from '../parts.ts';

/** How a pack stores its weights: floats, or whole numbers of 8 or 16 bits with a scale per row. */
export type StoredType = 'F16' | 'F32' | Quantisation;

/** What a tensor of the checkpoint becomes: floats, or one of the two or three tensors of a quantised one. */
export type Form =
  | { kind: 'float'; dtype: 'F16' | 'F32' }
  | { kind: 'whole'; of: Quantisation; part: 'high' | 'low' | 'scale' };

/** One tensor on its way from a checkpoint into a shard. */
export interface Move {
  /** Name that it will have. */
  name: string;
  shape: readonly number[];
  form: Form;
  /** Bytes that it will have. */
  byteLength: number;
  blob: Blob;
  /** Name of the checkpoint, for errors. */
  file: string;
  entry: WeightEntry;
}

/** One safetensors file to be written: its header is known before a weight is read. */
export interface Shard {
  name: string;
  bytes: number;
  header: Uint8Array<ArrayBuffer>;
  moves: readonly Move[];
}

/** 1 GB, not 1 GiB: below every limit on a single buffer or file that is counted in either. */
export const MAX_SHARD_BYTES = 1_000_000_000;

const countOf = (shape: readonly number[]): number => shape.reduce((product, n) => product * n, 1);

type Place = Pick<Move, 'blob' | 'file' | 'entry'>;

/** What one tensor of the checkpoint is written as. */
function movesOf(name: string, place: Place, type: StoredType): Move[] {
  const { shape } = place.entry;
  if (type === 'F16' || type === 'F32' || !isQuantisable(shape)) {
    const dtype = type === 'F32' ? type : 'F16';
    const byteLength = countOf(shape) * (dtype === 'F32' ? 4 : 2);
    return [{ ...place, name, shape, form: { kind: 'float', dtype }, byteLength }];
  }
  const part = (which: 'high' | 'low' | 'scale', partName: string): Move => {
    const own = which === 'scale' ? shape.slice(0, 1) : shape;
    const byteLength = countOf(own) * (which === 'scale' ? 4 : 1);
    const form: Form = { kind: 'whole', of: type, part: which };
    return { ...place, name: partName, shape: own, form, byteLength };
  };
  return [
    part('scale', `${name}.scale`),
    part('high', name),
    ...(type === 'int8x2' ? [part('low', `${name}.low`)] : []),
  ];
}

const dtypeOf = ({ form }: Move): string =>
  form.kind === 'float' ? form.dtype : form.part === 'scale' ? 'F32' : 'I8';

/** 8 bytes of length, JSON padded with spaces so that the data starts at a multiple of 8. */
function headerOf(moves: readonly Move[]): Uint8Array<ArrayBuffer> {
  let at = 0;
  const entries = moves.map((move) => {
    const data_offsets = [at, at + move.byteLength];
    at += move.byteLength;
    return [move.name, { dtype: dtypeOf(move), shape: move.shape, data_offsets }] as const;
  });
  const json = new TextEncoder().encode(JSON.stringify(Object.fromEntries(entries)));
  const length = Math.ceil(json.length / 8) * 8;
  const header = new Uint8Array(8 + length).fill(0x20);
  new DataView(header.buffer).setBigUint64(0, BigInt(length), true);
  header.set(json, 8);
  return header;
}

/** Larger elements first within a shard, so that each lies at a multiple of its size. */
const widestFirst = (moves: readonly Move[]): Move[] => {
  const width = (move: Move) => ({ F32: 4, F16: 2, I8: 1 })[dtypeOf(move)] ?? 1;
  return moves.toSorted((a, b) => width(b) - width(a));
};

/**
 * The files that a network's tensors will lie in: in the order of the checkpoint, so that reading is
 * one sweep, and none larger than `maxBytes`.
 */
export function layOut(
  stem: string,
  tensors: TensorList,
  sources: readonly WeightSource[],
  type: StoredType,
  maxBytes = MAX_SHARD_BYTES,
): Shard[] {
  const moves: Move[] = [];
  for (const { index, blob } of sources) {
    const here = [...index.tensors].filter(([name]) => tensors.has(name));
    here.sort(([, a], [, b]) => a.offset - b.offset);
    for (const [name, entry] of here)
      moves.push(...movesOf(name, { blob, file: index.file, entry }, type));
  }
  const groups: Move[][] = [[]];
  let bytes = 0;
  for (const move of moves) {
    if (move.byteLength > maxBytes)
      throw new AppError('weights-invalid', {
        message: `${move.file}: tensor ${move.name} alone has ${move.byteLength} bytes`,
        stage: 'load',
        values: { file: move.file, tensor: move.name },
      });
    if (bytes + move.byteLength > maxBytes) {
      groups.push([]);
      bytes = 0;
    }
    groups[groups.length - 1].push(move);
    bytes += move.byteLength;
  }
  const five = (n: number) => String(n).padStart(5, '0');
  return groups.map((unsorted, i) => {
    const group = widestFirst(unsorted);
    const part = groups.length === 1 ? '' : `-${five(i + 1)}-of-${five(groups.length)}`;
    const header = headerOf(group);
    const data = group.reduce((sum, { byteLength }) => sum + byteLength, 0);
    return {
      name: `${stem}${part}.safetensors`,
      bytes: header.length + data,
      header,
      moves: group,
    };
  });
}
