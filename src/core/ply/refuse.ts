import { AppError } from '../errors.ts';

/** The one error of this folder; `reason` completes "PLY: …". */
export const refuse = (reason: string): AppError =>
  new AppError('ply-invalid', { message: `PLY: ${reason}`, values: { reason } });
