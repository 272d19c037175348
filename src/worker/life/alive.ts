/**
 * The worker's half of `life.ts`. A worker that the browser kills, or that calls `close()`, fires no event.
 * Therefore each worker holds a lock as long as it lives. The browser releases the lock when the worker is gone.
 */

/** The first message to a worker: the name of the lock that the worker holds, and a port that it keeps open. */
export interface LifeMessage {
  lifeLock: string;
}

/** The worker's answer as soon as it holds the lock. */
export interface HeldMessage {
  heldLock: string;
}

const never = new Promise<void>(() => undefined);

const isLifeMessage = (data: unknown): data is LifeMessage =>
  typeof data === 'object' && data !== null && 'lifeLock' in data;

/** Ports of the owner. A port that is not referenced may be closed by the browser. */
const ports: MessagePort[] = [];

/** Call this in a worker before comlink's `expose`, so that comlink does not see the message. */
export function showLife(): void {
  addEventListener('message', (event: MessageEvent<unknown>) => {
    const { data } = event;
    if (!isLifeMessage(data)) return;
    event.stopImmediatePropagation();
    ports.push(...event.ports);
    // Without a secure context there are no locks. Then the owner relies on the port's `close` event.
    void navigator.locks?.request(data.lifeLock, () => {
      postMessage({ heldLock: data.lifeLock } satisfies HeldMessage);
      return never;
    });
  });
}
