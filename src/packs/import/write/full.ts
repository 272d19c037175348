import { AppError } from '../../../core/errors.ts';
import { sizeText } from '../../../core/size-text.ts';

/** Bytes that must be free in addition to the weight files, for pack.json, the journal and the file system. */
const MARGIN_BYTES = 4 * 2 ** 20;

/** Sizes of an import, bytes. */
interface Sizes {
  /** Size of the whole pack. */
  total: number;
  /** Size of the finished files. They stay. */
  kept: number;
  /** What can still be written. */
  free: number;
}

/** Bytes that must be free, so that an import can end. */
export const neededBytes = ({ total, kept }: Pick<Sizes, 'total' | 'kept'>): number =>
  total - kept + MARGIN_BYTES;

/**
 * The error for too little space: `storage-filled` if finished files stay, else `storage-full`. Its values are texts with
 * units.
 */
export function storageFull({ total, kept, free }: Sizes, cause?: unknown): AppError {
  const needed = neededBytes({ total, kept });
  return new AppError(kept > 0 ? 'storage-filled' : 'storage-full', {
    message: `${needed} bytes are needed, ${free} are free, ${kept} are stored`,
    stage: 'load',
    values: {
      needed: sizeText(needed),
      free: sizeText(free),
      kept: sizeText(kept),
      total: sizeText(total),
    },
    cause,
  });
}

/** Whether an error means that the disk or the browser's quota is full. */
export const isQuota = (error: unknown): boolean =>
  error instanceof DOMException && error.name === 'QuotaExceededError';
