import { AppError } from '../errors.ts';

/** The error `ply-invalid`, with the message "PLY: reason". This folder throws no other. */
export const plyError = (reason: string): AppError =>
  new AppError('ply-invalid', { message: `PLY: ${reason}`, values: { reason } });
