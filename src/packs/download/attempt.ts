import { AppError } from '../../core/errors.ts';
import { asFault, ConnectionFault, downloadFailed, wrongSize } from './faults.ts';
import type { DownloadWatch } from './news.ts';
import { StallWatch } from './stall.ts';
import { MAX_RETRY_AFTER_MS, type Timing } from './timing.ts';

/** Where the bytes of one download go. */
export interface Receiver {
  /** Number of bytes that have arrived. */
  readonly bytes: number;
  write(chunk: Uint8Array<ArrayBuffer>): Promise<void>;
  /** Forgets all bytes. */
  reset(): Promise<void>;
}

/** One file on a web server. */
export interface RemoteFile {
  url: string;
  /** Name for errors and for the page. */
  name: string;
  /** Size of the file, if it is known. A file of another size is refused. */
  bytes?: number;
  /** The error for a file that the server does not have. */
  missing(url: string, name: string): AppError;
}

/** What a download needs beside the file and the receiver. */
export interface DownloadOptions {
  watch: DownloadWatch;
  timing: Timing;
  /** How the browser's HTTP cache is used. Node has none. */
  cache?: RequestCache;
  /** Called with the number of bytes that have arrived. If it throws, the download ends with that error. */
  onProgress?: (bytes: number) => void;
  signal?: AbortSignal;
}

/** What `If-Range` sends: a strong ETag, or a date. Null if the server gives neither. */
type Validator = string | null;

const validatorOf = ({ headers }: Response): Validator => {
  const tag = headers.get('etag');
  return tag && !tag.startsWith('W/') ? tag : headers.get('last-modified');
};

const isEncoded = ({ headers }: Response) =>
  !['', 'identity'].includes(headers.get('content-encoding')?.toLowerCase() ?? '');

/** First byte and total size of a `Content-Range`; null for a part that it does not state (RFC 9110, 14.4). */
function contentRange({ headers }: Response): { start: number | null; total: number | null } {
  const parts = /^bytes (?:(\d+)-\d+|\*)\/(\d+|\*)$/.exec(headers.get('content-range') ?? '');
  const number = (digits: string | undefined) =>
    /^\d+$/.test(digits ?? '') ? Number(digits) : null;
  return { start: number(parts?.[1]), total: number(parts?.[2]) };
}

function retryAfterMs({ headers }: Response): number | undefined {
  const seconds = Number(headers.get('retry-after') ?? NaN);
  return seconds >= 0 ? Math.min(seconds * 1000, MAX_RETRY_AFTER_MS) : undefined;
}

/** Refuses answers that no new try can make better. Throws a fault for those that it may. */
function checkStatus(response: Response, { url, name, missing }: RemoteFile): void {
  const { status, ok, headers } = response;
  // Servers of single-page apps answer a request for a missing file with status 200 and their index page.
  const isPage = status < 500 && headers.get('content-type')?.includes('text/html');
  if (status === 404 || status === 410 || isPage) throw missing(url, name);
  if (ok || status === 416) return;
  const why = `HTTP ${status}`;
  if (status >= 500 || status === 408 || status === 429)
    throw new ConnectionFault('server-error', why, { retryAfterMs: retryAfterMs(response) });
  throw downloadFailed(url, name, why);
}

/** Compares what the answer's headers say with what was asked for. Empties the receiver if it has to begin anew. */
async function checkRange(response: Response, file: RemoteFile, receiver: Receiver): Promise<void> {
  const { start, total } = contentRange(response);
  const expected = file.bytes;
  if (expected !== undefined && total !== null && total !== expected)
    throw wrongSize(file.name, total, expected);
  if (response.status === 416 || (response.status === 206 && start !== receiver.bytes)) {
    await receiver.reset();
    throw new ConnectionFault('range-refused', `HTTP ${response.status} for a range`);
  }
  if (response.status !== 206 && receiver.bytes > 0) await receiver.reset();
  const length = response.headers.get('content-length');
  if (expected === undefined || length === null || isEncoded(response)) return;
  const found = receiver.bytes + Number(length);
  if (found !== expected) throw wrongSize(file.name, found, expected);
}

/** Reads the body into the receiver. Every chunk shows that the server is alive. */
async function receive(
  { body }: Response,
  { name, bytes: expected }: RemoteFile,
  receiver: Receiver,
  stall: StallWatch,
  onProgress?: (bytes: number) => void,
): Promise<void> {
  if (!body) return;
  const reader = body.getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    stall.alive();
    const total = receiver.bytes + value.byteLength;
    if (expected !== undefined && total > expected) throw wrongSize(name, total, expected, true);
    await receiver.write(value);
    onProgress?.(total);
  }
  // Without a stated length, a cut looks like the end. If the file is really too short, the next request shows its size.
  if (expected !== undefined && receiver.bytes < expected)
    throw new ConnectionFault('connection', `the body ended after ${receiver.bytes} bytes`);
}

/**
 * Makes one request. It asks only for the bytes that the receiver lacks.
 *
 * @param validator result of the request before; the server sends the rest only if the file is still the same
 * @throws ConnectionFault if a new try may help
 * @throws AppError `file-missing` or `pack-missing`, `file-size`, `download-failed` if no new try can help
 */
export async function attempt(
  file: RemoteFile,
  receiver: Receiver,
  { watch, timing, cache, onProgress, signal }: DownloadOptions,
  validator: { current: Validator },
): Promise<void> {
  const stall = new StallWatch(file.name, watch, timing, signal);
  const headers: Record<string, string> = {};
  if (receiver.bytes > 0) {
    headers.Range = `bytes=${receiver.bytes}-`;
    if (validator.current) headers['If-Range'] = validator.current;
  }
  try {
    const response = await fetch(file.url, { headers, cache, signal: stall.signal });
    stall.alive();
    checkStatus(response, file);
    await checkRange(response, file, receiver);
    validator.current = validatorOf(response);
    await receive(response, file, receiver, stall, onProgress);
  } catch (error) {
    if (signal?.aborted) throw signal.reason;
    if (error instanceof AppError) throw error;
    // Some browsers report their own AbortError, not the reason of the abort.
    throw asFault(stall.signal.aborted ? stall.signal.reason : error);
  } finally {
    stall.end();
  }
}
