import { AppError, asAppError } from '../../core/errors.ts';

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

/** The error for photos that come while another tab has the queue. */
export const elsewhere = (): AppError =>
  new AppError('queue-elsewhere', { message: 'Another tab holds the lock.', stage: 'load' });
