import type { JobsFolder } from '../../worker/job-store/open.ts';

/** Makes one tab at a time the only one that has the queue, or the history. */
export interface Access {
  /** Whether this tab has it now. Does not wait. */
  take(): Promise<boolean>;
  /** Resolves when this tab has it. */
  wait(): Promise<void>;
  /** Gives it to another tab that wants it. */
  release(): void;
}

/** Uses the browser's locks. A browser without them gives no storage either, so its tabs share nothing. */
export function createAccess(locks: LockManager | undefined, lockName: JobsFolder): Access {
  /** Ends the lock. Null: this tab does not have it. */
  let end: (() => void) | null = null;
  const hold = () => new Promise<void>((resolve) => (end = resolve));
  const request = (ifAvailable: boolean) =>
    new Promise<boolean>((resolve, reject) => {
      if (!locks) return resolve(true);
      locks
        .request(lockName, { ifAvailable }, (lock) => {
          resolve(lock !== null);
          return lock ? hold() : undefined;
        })
        .catch(reject);
    });
  return {
    take: async () => end !== null || request(true),
    wait: async () => {
      if (end === null) await request(false);
    },
    release: () => {
      end?.();
      end = null;
    },
  };
}

/** A page that was loaded again may have to wait so long for the page before it. A longer wait is for another tab. */
const RELOAD_MS = 10_000;

/**
 * Waits until this tab has it.
 * @param onElsewhere called if another tab has it now
 * @returns whether this tab has it because it was loaded again, and not because another tab was closed
 */
export async function takeOrWait(
  access: Access,
  reloaded: boolean,
  onElsewhere: () => void,
): Promise<boolean> {
  const from = Date.now();
  if (!(await access.take())) {
    onElsewhere();
    await access.wait();
  }
  return reloaded && Date.now() - from < RELOAD_MS;
}

/** Whether the person has loaded the page again, or the browser has after a crash. */
export const wasReloaded = (): boolean =>
  performance
    .getEntriesByType('navigation')
    .some((entry) => 'type' in entry && entry.type === 'reload');
