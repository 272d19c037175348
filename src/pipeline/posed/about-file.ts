import { AppError } from '../../core/errors.ts';

/** For `catch`: throws the error again with the name of the file, which errors of single photos do not have. */
export const aboutFile =
  (fileName: string) =>
  (cause: unknown): never => {
    if (!(cause instanceof AppError)) throw cause;
    throw new AppError(cause.code, {
      ...cause,
      message: `${fileName}: ${cause.message}`,
      values: { ...cause.values, file: fileName },
      cause,
    });
  };
