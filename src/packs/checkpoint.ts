import { AppError } from '../core/errors.ts';
import type { WeightIndex } from '../graphs/weights.ts';
import { invalidCheckpoint, readRange } from './checkpoint-errors.ts';
import { readHeader } from './safetensors.ts';
import { readTorch } from './torch/index.ts';
import { isTrainingOnly, stripWrappers, type SkippedEntry } from './weight-names.ts';

/** A checkpoint of either kind, indexed in place. */
export interface Checkpoint {
  index: WeightIndex;
  format: 'safetensors' | 'torch';
  /** What the file holds besides: optimizer state, the networks of the loss, whole numbers. */
  skipped: readonly SkippedEntry[];
  /** safetensors' `__metadata__`, or the plain values beside a torch model (epoch, step). */
  metadata: Readonly<Record<string, string>>;
}

/** How torch.save began a file before 1.6: protocol 2 and a long of ten bytes, its magic number. */
const LEGACY = [0x80, 0x02, 0x8a, 0x0a, 0x6c, 0xfc, 0x9c, 0x46];

/**
 * Indexes a `.pt`, `.bin`, `.ckpt` or `.safetensors` file, whatever it is called: the first bytes tell. Names come out clean
 * of `module.`, and training-only tensors are left out. The tensors themselves are not read.
 * Throws `checkpoint-invalid` or `checkpoint-unsafe`.
 * @param name of the file, as the index and errors give it
 */
export async function readCheckpoint(blob: Blob, name: string): Promise<Checkpoint> {
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

async function readSafetensors(blob: Blob, name: string): Promise<Omit<Checkpoint, 'format'>> {
  const { index, otherTypes, metadata } = await readHeader(blob, name).catch((cause: unknown) => {
    // Here the file comes from a person, not from a pack: other advice.
    if (!(cause instanceof AppError)) throw invalidCheckpoint(name, 'could not be read', cause);
    throw new AppError('checkpoint-invalid', {
      message: cause.message,
      stage: 'load',
      values: { file: name },
      cause,
    });
  });
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
  if (tensors.size === 0) throw invalidCheckpoint(name, 'holds no weights');
  return { index: { file: index.file, tensors: stripWrappers(tensors) }, skipped, metadata };
}
