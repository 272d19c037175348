import { AppError, type ErrorCode } from '../errors.ts';

/** The errors of splat files. Each has a sentence that names the file, and says what to do (src/app/i18n). */
export type PlyErrorCode = Extract<ErrorCode, `ply-${string}` | 'splat-damaged'>;

/** Why a file cannot be read. It does not know the file's name: `naming` makes an `AppError` of it. */
export class PlyFault extends Error {
  /**
   * @param detail what was found, in English, with figures. It follows the sentence of the code
   * @param values for the placeholders of the sentence
   */
  constructor(
    readonly code: PlyErrorCode,
    detail: string,
    readonly values: Readonly<Record<string, string | number>> = {},
  ) {
    super(detail);
  }
}

/** The result of `read`. @throws AppError that names the file, in place of a `PlyFault` */
export function naming<T>(file: string, read: () => T): T {
  try {
    return read();
  } catch (fault) {
    if (!(fault instanceof PlyFault)) throw fault;
    const { code, message, values } = fault;
    throw new AppError(code, { message, values: { ...values, file }, cause: fault });
  }
}
