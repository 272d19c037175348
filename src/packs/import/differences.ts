import { AppError } from '../../core/errors.ts';
import { someNames } from '../../core/quoted.ts';
import { unfit } from '../../families/unfit.ts';
import type { TensorList, WeightIndex } from '../../graphs/weights.ts';
import { invalidCheckpoint } from '../checkpoint/errors.ts';
import { faultOfType } from '../checkpoint/number-types.ts';
import { networkOf } from './network-of.ts';
import type { RecognisedCheckpoint } from './parts.ts';

/** The tensors of a checkpoint: those that can be read, and why others cannot. */
export type TensorsOfFile = Pick<
  RecognisedCheckpoint,
  'path' | 'index' | 'refusals' | 'otherTypes'
>;

/** The names of the tensors that are missing, and of those that have another shape. */
function differences({ tensors }: WeightIndex, expected: TensorList) {
  const missing: string[] = [];
  const reshaped: string[] = [];
  for (const [name, shape] of expected) {
    const actual = tensors.get(name)?.shape;
    if (!actual) missing.push(name);
    else if (actual.join() !== shape.join()) reshaped.push(name);
  }
  return { missing, reshaped };
}

/** Whether the weights are a complete network if their config.json is left out, and the config is read from their shapes. */
export function isCompleteAlone(part: RecognisedCheckpoint): boolean {
  if (!part.config) return false;
  try {
    const { tensors } = networkOf({ ...part, config: undefined });
    const { missing, reshaped } = differences(part.index, tensors);
    return missing.length + reshaped.length === 0;
  } catch (error) {
    if (error instanceof AppError) return false;
    throw error;
  }
}

/**
 * Compares the names and shapes of a checkpoint's tensors with those that the checkpoint's network needs. Additional
 * tensors are allowed.
 *
 * @param isConfigOfOthers whether the config.json is to blame for a difference. It is called only if there is one
 * @throws AppError `checkpoint-unfit` with the names of the tensors that are missing or have another shape. Its fault says
 * what this probably means
 * @throws AppError `checkpoint-invalid` if the numbers of a needed tensor cannot be read
 */
export function requireTensors(
  { path, index, refusals, otherTypes }: TensorsOfFile,
  expected: TensorList,
  isConfigOfOthers: () => boolean,
): void {
  for (const name of expected.keys()) {
    const refusal = refusals?.get(name);
    if (refusal) throw refusal;
    const types = otherTypes?.get(name);
    if (types !== undefined)
      throw invalidCheckpoint(path, faultOfType(types), `tensor ${name} has the type ${types}`, {
        values: { types },
      });
  }
  const { missing, reshaped } = differences(index, expected);
  const count = missing.length + reshaped.length;
  if (count === 0) return;
  const shapes = reshaped.map((name) => {
    const actual = index.tensors.get(name)?.shape.join();
    return `${name} is [${actual}], not [${expected.get(name)?.join()}]`;
  });
  const reasons = [
    ...(missing.length > 0 ? [`${missing.length} missing: ${someNames(missing, 3, '; ')}`] : []),
    ...(shapes.length > 0
      ? [`${shapes.length} of another shape: ${someNames(shapes, 3, '; ')}`]
      : []),
  ];
  const why = reasons.join('; ');
  const tensor = missing[0] ?? reshaped[0];
  if (isConfigOfOthers()) throw unfit(path, 'config-of-others', why, { count, tensor });
  if (missing.length > 0)
    throw unfit(path, 'tensors-missing', why, { count: missing.length, tensor });
  throw unfit(path, 'tensors-reshaped', why, { count, tensor });
}
