/** Reasons of the file system in words, by their codes. */
const REASONS: Record<string, string> = {
  EACCES: 'there is no permission',
  EPERM: 'there is no permission',
  EROFS: 'the disk is read-only',
  ENOSPC: 'the disk is full',
  EDQUOT: 'the quota is used up',
  ENOTDIR: 'a part of the path is a file',
  EISDIR: 'a folder is in the way',
  ENAMETOOLONG: 'the name is too long',
  EIO: 'the disk reports an error',
};

/** Results cannot be written. Another photo would meet the same, so a batch stops. */
export class OutputError extends Error {
  override readonly name = 'OutputError';

  /** @param target the file or folder that cannot be written */
  constructor(target: string, cause: unknown) {
    const { code = '', message = String(cause) } = (cause ?? {}) as {
      code?: string;
      message?: string;
    };
    const reason = REASONS[code] ?? message;
    super(
      `${target} cannot be written: ${reason}. Choose another folder with --out, or make room.`,
      {
        cause,
      },
    );
  }
}
