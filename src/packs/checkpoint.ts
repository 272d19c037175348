import { AppError } from '../core/errors.ts';
import type { WeightIndex } from '../graphs/weights.ts';
import { invalidCheckpoint, readRange } from './checkpoint-errors.ts';
import { readSafetensorsHeader } from './safetensors.ts';
import { readTorch } from './torch/index.ts';
import { isTrainingOnly, stripWrappers, type SkippedEntry } from './weight-names.ts';

/** A checkpoint file of either format, indexed in place. */
interface CheckpointFile {
  index: WeightIndex;
  format: 'safetensors' | 'torch';
  /**
   * Entries that are not weights of the model: optimizer state, networks of the loss, tensors of other types.
   */
  skipped: readonly SkippedEntry[];
  /** safetensors' `__metadata__`, or plain values that a torch file has beside the model (epoch, step). */
  metadata: Readonly<Record<string, string>>;
}

/**
 * First bytes of a file from torch.save before torch 1.6: pickle protocol 2, then torch's magic number, an
 * integer of ten bytes.
 */
const LEGACY = [0x80, 0x02, 0x8a, 0x0a, 0x6c, 0xfc, 0x9c, 0x46];

/**
 * Indexes a `.pt`, `.bin`, `.ckpt` or `.safetensors` file. The format is recognised by the first bytes, not
 * by the file's name. The prefix `module.` is removed from the tensors' names, and training-only tensors are
 * left out. The tensors themselves are not read.
 * @param name of the file, for the index and for errors
 * @throws AppError `checkpoint-invalid`, `checkpoint-unsafe`
 */
export async function readCheckpoint(blob: Blob, name: string): Promise<CheckpointFile> {
  const start = await readRange(blob, 0, Math.min(8, blob.size), name);
  const begins = (magic: readonly number[]) => magic.every((byte, i) => start[i] === byte);
  if (begins([0x50, 0x4b, 0x03, 0x04]))
    return { format: 'torch', ...(await readTorch(blob, name)) };
  if (begins(LEGACY))
    throw invalidCheckpoint(
      name,
      'was written by torch before 1.6; open it in torch 1.6 or newer and torch.save it again',
    );
  return { format: 'safetensors', ...(await readSafetensors(blob, name)) };
}

async function readSafetensors(blob: Blob, name: string): Promise<Omit<CheckpointFile, 'format'>> {
  const { index, otherTypes, metadata } = await readSafetensorsHeader(blob, name).catch(
    (cause: unknown) => {
      // The file comes from the user, not from a pack, so the page must show another hint than for
      // `weights-invalid`.
      if (!(cause instanceof AppError)) throw invalidCheckpoint(name, 'could not be read', cause);
      throw new AppError('checkpoint-invalid', {
        message: cause.message,
        stage: 'load',
        values: { file: name },
        cause,
      });
    },
  );
  const skipped: SkippedEntry[] = [];
  for (const [tensor, dtype] of otherTypes)
    skipped.push(
      isTrainingOnly(tensor)
        ? { name: tensor, reason: 'training-only' }
        : { name: tensor, reason: 'type', dtype },
    );
  const tensors = new Map(index.tensors);
  for (const tensor of index.tensors.keys())
    if (isTrainingOnly(tensor)) {
      tensors.delete(tensor);
      skipped.push({ name: tensor, reason: 'training-only' });
    }
  if (tensors.size === 0) throw invalidCheckpoint(name, 'contains no weights');
  return { index: { file: index.file, tensors: stripWrappers(tensors) }, skipped, metadata };
}
