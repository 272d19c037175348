import { attempt, type DownloadOptions, type Receiver, type RemoteFile } from './attempt.ts';
import { ConnectionFault, downloadFailed } from './faults.ts';

/** A try that brought at least this many new bytes makes the count of failed tries begin anew. */
const PROGRESS_BYTES = 2 ** 16;

/**
 * Fetches a file into the receiver. After a fault it goes on at the byte that it had reached, if the server can do that.
 * Each fault that was overcome is reported to `options.watch`.
 *
 * @throws AppError `download-failed` after the last try, and the errors of `attempt` that no try can make better
 * @throws the signal's reason
 */
export async function download(
  file: RemoteFile,
  receiver: Receiver,
  options: DownloadOptions,
): Promise<void> {
  const { watch, timing, signal } = options;
  const validator = { current: null };
  let furthest = receiver.bytes;
  let failures = 0;
  try {
    for (let tries = 1; ; tries++) {
      signal?.throwIfAborted();
      try {
        return await attempt(file, receiver, options, validator);
      } catch (error) {
        if (!(error instanceof ConnectionFault)) throw error;
        const { fault, message, retryAfterMs } = error;
        if (receiver.bytes >= furthest + PROGRESS_BYTES) failures = 0;
        furthest = Math.max(furthest, receiver.bytes);
        if (failures >= timing.delaysMs.length)
          throw downloadFailed(file.url, file.name, error, tries);
        const delayMs = retryAfterMs ?? timing.delaysMs[failures];
        failures += 1;
        const detail = `${message}; next try in ${delayMs / 1000} s`;
        watch.report({ file: file.name, fault, atByte: receiver.bytes, detail });
        watch.tell(file.name, { kind: 'waiting', file: file.name, delayMs });
        await watch.pause(delayMs, signal);
        watch.tell(file.name, { kind: 'connecting', file: file.name });
      }
    }
  } finally {
    watch.tell(file.name, null);
  }
}
