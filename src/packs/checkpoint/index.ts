import { MARK_BYTES } from '../../core/file-marks.ts';
import { AppError } from '../../core/errors.ts';
import type { WeightIndex } from '../../graphs/weights.ts';
import { damagedCheckpoint, invalidCheckpoint, readRange } from './errors.ts';
import { beginsAsSafetensors, otherKind } from './file-kinds.ts';
import { otherNumbers } from './number-types.ts';
import { readSafetensorsHeader } from '../safetensors.ts';
import { readTorch } from '../torch/index.ts';
import { isTrainingOnly, type SkippedEntry } from './weight-names.ts';

/**
 * The index of a checkpoint file of either format. The tensors themselves stay in the file. Their names are those in the
 * file. Names of nested dicts are joined with `.`.
 */
export interface CheckpointFile {
  index: WeightIndex;
  format: 'safetensors' | 'torch';
  /** Entries that cannot be weights: optimizer state, networks of the loss, tensors of other types. */
  skipped: readonly SkippedEntry[];
  /**
   * The errors for tensors in `index` whose values cannot be read, by name. They are no fault of the file as long as no
   * network needs these tensors.
   */
  refusals: ReadonlyMap<string, AppError>;
}

const ZIP = 0x504b0304;

/**
 * Indexes a `.pt`, `.bin`, `.ckpt` or `.safetensors` file. The format is recognised by the first bytes, not
 * by the file's name. Training-only tensors are left out. The values of the tensors are not read.
 * @param name name of the file, for the index and for errors
 * @throws AppError `checkpoint-invalid`, `checkpoint-unsafe`
 */
export async function readCheckpoint(blob: Blob, name: string): Promise<CheckpointFile> {
  const found = await readEither(blob, name);
  const { index, skipped } = found;
  if (index.tensors.size > 0) return found;
  const training = skipped.find(({ reason }) => reason === 'training-only');
  throw (
    otherNumbers(index, skipped) ??
    (training
      ? invalidCheckpoint(name, 'optimizer-only', `contains only ${training.name} and the like`)
      : invalidCheckpoint(name, 'no-weights', `contains ${skipped.length} tensors, but no weights`))
  );
}

async function readEither(blob: Blob, name: string): Promise<CheckpointFile> {
  const start = await readRange(blob, 0, Math.min(MARK_BYTES, blob.size), name);
  const other = otherKind(name, start);
  if (other) throw other;
  if (start.length >= 4 && new DataView(start.buffer).getUint32(0) === ZIP)
    return { format: 'torch', ...(await readTorch(blob, name)) };
  if (start.length < 9) throw damagedCheckpoint(name, `${blob.size} bytes are too few`);
  if (!beginsAsSafetensors(start))
    throw invalidCheckpoint(name, 'unknown-format', 'is neither safetensors nor torch’s');
  return { format: 'safetensors', ...(await readSafetensors(blob, name)) };
}

async function readSafetensors(blob: Blob, name: string): Promise<Omit<CheckpointFile, 'format'>> {
  const { index, otherTypes } = await readSafetensorsHeader(blob, name, (fault, why, cause) =>
    invalidCheckpoint(name, fault, why, { cause }),
  ).catch((cause: unknown) => {
    if (cause instanceof AppError) throw cause;
    throw invalidCheckpoint(name, 'unreadable', 'could not be read', { cause });
  });
  const skipped: SkippedEntry[] = [];
  const tensors = new Map(index.tensors);
  for (const [tensor, type] of otherTypes)
    skipped.push(
      isTrainingOnly(tensor)
        ? { name: tensor, reason: 'training-only' }
        : { name: tensor, reason: 'type', ...type },
    );
  for (const tensor of index.tensors.keys())
    if (isTrainingOnly(tensor)) {
      tensors.delete(tensor);
      skipped.push({ name: tensor, reason: 'training-only' });
    }
  return { index: { file: index.file, tensors }, skipped, refusals: new Map() };
}
