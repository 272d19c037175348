/** What the page says about a download that does not flow. Null: it flows again. */
export type DownloadNews = { file: string } & (
  | { kind: 'stalled'; quietMs: number }
  | { kind: 'waiting'; delayMs: number }
  | { kind: 'connecting' }
);

/** A fault that was overcome: a download that went on, or a damaged file that was fetched again. */
export interface Incident {
  file: string;
  fault: 'connection' | 'stalled' | 'server-error' | 'range-refused' | 'damaged' | 'copy-damaged';
  /** Number of bytes that had arrived. */
  atByte: number;
  detail: string;
}

/** Collects what happens to the downloads of one source, and tells them when the user wants to try again at once. */
export class DownloadWatch {
  /** All faults that were overcome so far. */
  readonly incidents: Incident[] = [];
  readonly #onNews: (news: DownloadNews | null) => void;
  readonly #files = new Map<string, DownloadNews>();
  readonly #waiting = new Set<() => void>();
  #told: DownloadNews | null = null;

  /** @param onNews called with the newest news of all files, and with null when every file flows again */
  constructor(onNews: (news: DownloadNews | null) => void = () => undefined) {
    this.#onNews = onNews;
  }

  /** Sets the news of one file. Null: its bytes arrive, or its download has ended. */
  tell(file: string, news: DownloadNews | null): void {
    this.#files.delete(file);
    if (news) this.#files.set(file, news);
    const newest = [...this.#files.values()].at(-1) ?? null;
    if (newest === this.#told) return;
    this.#told = newest;
    this.#onNews(newest);
  }

  /** Keeps an incident for run.json, and writes it to the console. */
  report(incident: Incident): void {
    this.incidents.push(incident);
    const { file, fault, atByte, detail } = incident;
    console.warn(`${file}: ${fault} at byte ${atByte}. ${detail}`);
  }

  /** Downloads that wait or stall try again at once. */
  retryNow(): void {
    for (const act of [...this.#waiting]) act();
  }

  /** Calls `act` at each `retryNow`. The result ends that. */
  onRetry(act: () => void): () => void {
    this.#waiting.add(act);
    return () => void this.#waiting.delete(act);
  }

  /** Waits, but not longer than until `retryNow`. Rejects with the signal's reason. */
  pause(ms: number, signal?: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const settle = (act: () => void) => () => {
        clearTimeout(timer);
        off();
        signal?.removeEventListener('abort', stop);
        act();
      };
      const stop = settle(() => reject(signal?.reason));
      const go = settle(resolve);
      const timer = setTimeout(go, ms);
      const off = this.onRetry(go);
      signal?.addEventListener('abort', stop, { once: true });
      if (signal?.aborted) stop();
    });
  }
}
