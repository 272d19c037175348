import { AppError } from '../errors.ts';

/** The error `ply-invalid`, with the message "PLY: reason". It is the only `AppError` that this folder throws. */
export const plyError = (reason: string): AppError =>
  new AppError('ply-invalid', { message: `PLY: ${reason}`, values: { reason } });
