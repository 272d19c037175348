import { AppError } from '../core/errors.ts';
import type { WeightIndex } from '../graphs/weights.ts';
import { invalidCheckpoint, readRange } from './checkpoint-errors.ts';
import { readSafetensorsHeader } from './safetensors.ts';
import { readTorch } from './torch/index.ts';
import { isTrainingOnly, stripWrappers, type SkippedEntry } from './weight-names.ts';

/** The index of a checkpoint file of either format. The tensors themselves stay in the file. */
interface CheckpointFile {
  index: WeightIndex;
  format: 'safetensors' | 'torch';
  /**
   * Entries that are not weights of the model. Examples are optimizer state, networks of the loss, and tensors of
   * other types.
   */
  skipped: readonly SkippedEntry[];
  /** `__metadata__` of a safetensors file, or plain values that a torch file contains in addition to the model (epoch). */
  metadata: Readonly<Record<string, string>>;
}

/**
 * First bytes of a file that `torch.save` wrote before torch 1.6. They are the mark of pickle protocol 2 and the
 * start of torch's magic number, an integer of ten bytes.
 */
const LEGACY = [0x80, 0x02, 0x8a, 0x0a, 0x6c, 0xfc, 0x9c, 0x46];

/**
 * Indexes a `.pt`, `.bin`, `.ckpt` or `.safetensors` file. The format is recognised by the first bytes, not
 * by the file's name. The prefixes `module.` and `_orig_mod.` are removed from the tensors' names if every name has
 * the prefix. Training-only tensors are left out. The values of the tensors are not read.
 * @param name name of the file, for the index and for errors
 * @throws AppError `checkpoint-invalid`, `checkpoint-unsafe`
 */
export async function readCheckpoint(blob: Blob, name: string): Promise<CheckpointFile> {
  const found = await readEither(blob, name);
  requireFloatTypes(found, name);
  return found;
}

async function readEither(blob: Blob, name: string): Promise<CheckpointFile> {
  const start = await readRange(blob, 0, Math.min(64, blob.size), name);
  const placeholder = placeholderOf(start);
  if (placeholder) throw invalidCheckpoint(name, placeholder);
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

/** What a file is that was saved in place of the weights. Undefined if it may be weights. */
function placeholderOf(start: Uint8Array): string | undefined {
  const text = String.fromCharCode(...start)
    .trimStart()
    .toLowerCase();
  if (text.startsWith('version https://git-lfs'))
    return 'is a pointer of Git LFS, not the weights; fetch them with git lfs pull';
  if (/^<(!doctype|html|\?xml)/.test(text))
    return 'is a web page that was saved in place of the weights; download the file again';
  return undefined;
}

/** Types of numbers that are weights in some checkpoints, but are not read. */
const OTHER_FLOATS = /^F(64|8)/;

/** @throws AppError `checkpoint-invalid` if most tensors have a type of numbers that is not read */
function requireFloatTypes({ index, skipped }: CheckpointFile, name: string): void {
  const other = skipped.filter(({ dtype }) => dtype !== undefined && OTHER_FLOATS.test(dtype));
  if (other.length <= index.tensors.size) return;
  const types = [...new Set(other.map(({ dtype }) => dtype))].join(', ');
  throw invalidCheckpoint(
    name,
    `its numbers have type ${types}, but only float32, float16 and bfloat16 are read; convert them, for example with model.float()`,
  );
}

async function readSafetensors(blob: Blob, name: string): Promise<Omit<CheckpointFile, 'format'>> {
  const { index, otherTypes, metadata } = await readSafetensorsHeader(blob, name).catch(
    (cause: unknown) => {
      // The file comes from the user, not from a pack. So the page must not show the hint of
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
  if (tensors.size === 0 && !skipped.some(({ dtype }) => dtype && OTHER_FLOATS.test(dtype)))
    throw invalidCheckpoint(name, 'contains no weights');
  return { index: { file: index.file, tensors: stripWrappers(tensors) }, skipped, metadata };
}
