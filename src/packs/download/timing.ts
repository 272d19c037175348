/** When a download is called stalled, when it connects again, and how long it waits before. */
export interface Timing {
  /** After this time without a byte, the page says that the download has stalled. */
  stallMs: number;
  /** After this time without a byte, the connection is given up and made anew. */
  reconnectMs: number;
  /** Wait before each new try. When all are used up without a new byte, the download fails. */
  delaysMs: readonly number[];
}

/** For weight files: a server that is started again within half a minute loses nothing. */
export const PATIENT: Timing = {
  stallMs: 3_000,
  reconnectMs: 15_000,
  delaysMs: [1_000, 2_000, 4_000, 8_000, 15_000],
};

/** For pack.json and index.json: they are small, and a page that opens should soon say that the server is gone. */
export const BRIEF: Timing = { stallMs: 3_000, reconnectMs: 5_000, delaysMs: [500, 1_500] };

/** Longest wait in milliseconds that a server can ask for with `Retry-After`. */
export const MAX_RETRY_AFTER_MS = 30_000;
