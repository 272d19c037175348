import type { TensorList, WeightEntry } from '../../graphs/weights.ts';
import { AppError } from '../../core/errors.ts';
import type { WeightSource } from './parts.ts';

/** How weights are stored in a pack. */
export type StoredType = 'F16' | 'F32';

/** One tensor on its way from a checkpoint into a shard. */
export interface Move {
  name: string;
  blob: Blob;
  /** Name of the checkpoint, for errors. */
  file: string;
  entry: WeightEntry;
  /** Bytes that it will have. */
  byteLength: number;
}

/** One safetensors file to be written: its header is known before a weight is read. */
export interface Shard {
  name: string;
  bytes: number;
  type: StoredType;
  header: Uint8Array<ArrayBuffer>;
  moves: readonly Move[];
}

/** 1 GB, not 1 GiB: below every limit on a single buffer or file that is counted in either. */
export const MAX_SHARD_BYTES = 1_000_000_000;

const ITEM_BYTES: Record<StoredType, number> = { F16: 2, F32: 4 };

/** 8 bytes of length, JSON padded with spaces so that the data starts at a multiple of 8. */
function headerOf(moves: readonly Move[], type: StoredType): Uint8Array<ArrayBuffer> {
  let at = 0;
  const entries = moves.map(({ name, entry, byteLength }) => {
    const data_offsets = [at, at + byteLength];
    at += byteLength;
    return [name, { dtype: type, shape: entry.shape, data_offsets }] as const;
  });
  const json = new TextEncoder().encode(JSON.stringify(Object.fromEntries(entries)));
  const length = Math.ceil(json.length / 8) * 8;
  const header = new Uint8Array(8 + length).fill(0x20);
  new DataView(header.buffer).setBigUint64(0, BigInt(length), true);
  header.set(json, 8);
  return header;
}

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
    for (const [name, entry] of here) {
      const items = entry.shape.reduce((product, size) => product * size, 1);
      moves.push({ name, blob, file: index.file, entry, byteLength: items * ITEM_BYTES[type] });
    }
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
  return groups.map((group, i) => {
    const part = groups.length === 1 ? '' : `-${five(i + 1)}-of-${five(groups.length)}`;
    const header = headerOf(group, type);
    const data = group.reduce((sum, { byteLength }) => sum + byteLength, 0);
    const name = `${stem}${part}.safetensors`;
    return { name, bytes: header.length + data, type, header, moves: group };
  });
}
