import type { Fault } from '../../core/faults.ts';
import type { ErrorCode } from '../../core/errors.ts';
import type { Contents } from '../example-checkpoint.ts';

/** Files that cannot be imported. */
export interface RefusedRow {
  /** What they are. docs/formats.md has the same words. */
  what: string;
  fault: Fault | undefined;
  /** Default: the code that most of these faults have. */
  code?: ErrorCode;
  contents: () => Contents;
}

export const row = (
  what: string,
  fault: Fault,
  contents: RefusedRow['contents'],
  code?: ErrorCode,
): RefusedRow => ({ what, fault, contents, code });
