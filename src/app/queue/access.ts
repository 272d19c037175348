/** Name of the lock of the tab that has the queue. */
const LOCK = 'queue';

/** Makes one tab at a time the only one that has the queue. */
export interface Access {
  /** Whether this tab has the queue now. Does not wait. */
  take(): Promise<boolean>;
  /** Resolves when this tab has the queue. */
  wait(): Promise<void>;
  /** Gives the queue to another tab that wants it. */
  release(): void;
}

/** Uses the browser's locks. A browser without them gives no storage either, so its tabs share no queue. */
export function createAccess(locks: LockManager | undefined): Access {
  /** Ends the lock. Null: this tab does not have it. */
  let end: (() => void) | null = null;
  const hold = () => new Promise<void>((resolve) => (end = resolve));
  const request = (ifAvailable: boolean) =>
    new Promise<boolean>((resolve, reject) => {
      if (!locks) return resolve(true);
      locks
        .request(LOCK, { ifAvailable }, (lock) => {
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

/** Whether the person has loaded the page again, or the browser has after a crash. */
export const wasReloaded = (): boolean =>
  performance
    .getEntriesByType('navigation')
    .some((entry) => 'type' in entry && entry.type === 'reload');
