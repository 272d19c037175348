import { AppError } from '../../core/errors.ts';
import type { TensorList } from '../../graphs/weights.ts';
import type { RecognisedCheckpoint } from './parts.ts';

/** A text with the first eight names and the number of further names. */
const firstNames = (names: readonly string[]): string =>
  names.slice(0, 8).join('; ') + (names.length > 8 ? `; and ${names.length - 8} more` : '');

/**
 * Compares the names and shapes of a checkpoint's tensors with those that the checkpoint's network needs. Additional
 * tensors are allowed.
 *
 * @throws AppError `weights-invalid` with the names of the tensors that are missing or have another shape
 */
export function requireTensors(part: RecognisedCheckpoint, expected: TensorList): void {
  const { path, family, index } = part;
  const missing: string[] = [];
  const reshaped: string[] = [];
  for (const [name, shape] of expected) {
    const actual = index.tensors.get(name)?.shape;
    if (!actual) missing.push(name);
    else if (actual.join() !== shape.join())
      reshaped.push(`${name} is [${actual.join()}], not [${shape.join()}]`);
  }
  if (missing.length + reshaped.length === 0) return;
  const reasons = [
    ...(missing.length > 0 ? [`${missing.length} missing: ${firstNames(missing)}`] : []),
    ...(reshaped.length > 0
      ? [`${reshaped.length} of another shape: ${firstNames(reshaped)}`]
      : []),
  ];
  throw new AppError('weights-invalid', {
    message: `${path} does not fit its network (${family.kind}): ${reasons.join('; ')}`,
    stage: 'load',
    values: { file: path, network: family.kind, tensor: missing[0] ?? reshaped[0] },
  });
}
