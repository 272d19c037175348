import { AppError } from '../../core/errors.ts';
import type { TensorList } from '../../graphs/weights.ts';
import type { WeightPart } from './parts.ts';

const some = (names: readonly string[]): string =>
  names.slice(0, 8).join('; ') + (names.length > 8 ? `; and ${names.length - 8} more` : '');

/**
 * Compares a checkpoint's names and shapes with those that its network asks for. More tensors than needed are no error.
 *
 * @throws AppError `weights-invalid` that names what is missing and what has another shape
 */
export function requireTensors(part: WeightPart, expected: TensorList): void {
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
    ...(missing.length > 0 ? [`${missing.length} missing: ${some(missing)}`] : []),
    ...(reshaped.length > 0 ? [`${reshaped.length} of another shape: ${some(reshaped)}`] : []),
  ];
  throw new AppError('weights-invalid', {
    message: `${path} does not fit its network (${family.kind}): ${reasons.join('; ')}`,
    stage: 'load',
    values: { file: path, network: family.kind, tensor: missing[0] ?? reshaped[0] },
  });
}
