import type { z } from 'zod';
import { AppError } from '../core/errors.ts';
import type { Fault } from '../core/faults.ts';

/**
 * The error for weights that do not fit a network that can be imported.
 * @param why what was found, for the details. It continues the sentence after the file name
 * @param values further values of the fault's sentence
 */
export const unfit = (
  file: string,
  fault: Fault,
  why: string,
  values: Record<string, string | number> = {},
  cause?: unknown,
) =>
  new AppError('checkpoint-unfit', {
    message: `${file}: ${why}`,
    stage: 'load',
    values: { file, ...values },
    fault,
    cause,
  });

/** The error for one tensor that a network needs and that its file does not have. */
export const lacksTensor = (file: string, tensor: string) =>
  unfit(file, 'tensors-missing', `${tensor} is missing`, { count: 1, tensor });

/** The error for a config that zod refuses. It names the first key that is wrong. @param file path of the config */
export function configUnusable(file: string, error: z.ZodError): AppError {
  const [first] = error.issues;
  const field = first.path.join('.') || '{}';
  return unfit(file, 'config-value', `${field}: ${first.message}`, { field }, error);
}
