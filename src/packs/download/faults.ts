import { AppError } from '../../core/errors.ts';
import type { Incident } from './news.ts';

/** A fault of the connection or of the server that may be over at the next try. */
export class ConnectionFault extends Error {
  readonly fault: Incident['fault'];
  /** Wait that the server asked for. */
  readonly retryAfterMs: number | undefined;

  constructor(
    fault: Incident['fault'],
    message: string,
    { retryAfterMs, cause }: { retryAfterMs?: number; cause?: unknown } = {},
  ) {
    super(message, { cause });
    this.name = 'ConnectionFault';
    this.fault = fault;
    this.retryAfterMs = retryAfterMs;
  }
}

const text = (cause: unknown) => (cause instanceof Error ? cause.message : String(cause));

/** Any error of `fetch` or of a body's reader as a fault of the connection. */
export const asFault = (cause: unknown): ConnectionFault =>
  cause instanceof ConnectionFault
    ? cause
    : new ConnectionFault('connection', text(cause), { cause });

/** The error after the last try. */
export const downloadFailed = (url: string, file: string, cause: unknown, tries = 1) =>
  new AppError('download-failed', {
    message: `${url}: ${text(cause)} (${tries} ${tries === 1 ? 'try' : 'tries'})`,
    stage: 'load',
    values: { file, url },
    cause,
  });

/** The error for a weight file that the server does not have. */
export const fileMissing = (url: string, file: string) =>
  new AppError('file-missing', {
    message: `${url} does not exist`,
    stage: 'load',
    values: { file, url },
  });

/** The error for a pack, or a list of packs, that the server does not have. */
export const packMissing = (url: string) =>
  new AppError('pack-missing', {
    message: `${url} does not exist`,
    stage: 'load',
    values: { url },
  });

/** The error for a weight file of a wrong length. `found` may be a lower bound. */
export const wrongSize = (file: string, found: number, expected: number, atLeast = false) =>
  new AppError('file-size', {
    message: `${file} has ${atLeast ? 'at least ' : ''}${found} bytes, not ${expected}`,
    stage: 'load',
    values: {
      file,
      found: `${atLeast ? '≥ ' : ''}${found.toLocaleString('en')}`,
      expected: expected.toLocaleString('en'),
    },
  });

/** The error for a weight file of the right length whose content is not the one that pack.json names. */
export const fileDamaged = (file: string, sha256: string, expected: string) =>
  new AppError('file-damaged', {
    message: `${file} is damaged: its SHA-256 is ${sha256}, and pack.json says ${expected}`,
    stage: 'load',
    values: { file },
  });
