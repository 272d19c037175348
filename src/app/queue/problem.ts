import { AppError, asAppError } from '../../core/errors.ts';
import type { JobRecord } from '../../worker/job-store/record.ts';
import { nameIn } from './select.ts';

/** Whether an error means that the disk or the browser's quota is full. */
export const isFull = (error: unknown): boolean =>
  error instanceof DOMException && error.name === 'QuotaExceededError';

/** What was thrown by an action of the queue, as an AppError. A full storage is `queue-full`. */
export const asProblem = (thrown: unknown): AppError =>
  isFull(thrown)
    ? new AppError('queue-full', {
        message: thrown instanceof Error ? thrown.message : String(thrown),
        stage: 'load',
        cause: thrown,
      })
    : asAppError(thrown, 'load');

/** The error for a file of an item that the browser's storage no longer has. @param file name of the file */
export const lost = ({ id, job }: JobRecord, file: string): AppError =>
  new AppError('queue-file-lost', {
    message: `${file} of job ${id} is gone, or is not what was stored.`,
    stage: 'load',
    values: { file, photo: nameIn(job.path) },
  });

/** The error for photos and samples that come while another tab has the queue. */
export const elsewhere = (): AppError =>
  new AppError('queue-elsewhere', { message: 'Another tab holds the lock.', stage: 'load' });
