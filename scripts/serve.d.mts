import type { IncomingMessage, ServerResponse } from 'node:http';

/**
 * Request handler that serves a folder of static files.
 *
 * It knows single byte ranges with `If-Range`, strong entity tags, and brotli and gzip for all types that shrink.
 * Compressed answers have no ranges. A request for a range gets the plain file.
 * It answers with 421 if the `Host` header is neither an IP address, nor a name of this machine, nor in `hosts`.
 * @param options `hosts`: further names of this server. `headers`: of every answer; default {@link HEADERS}
 */
export function serveFolder(
  folder: string,
  options?: { hosts?: string[]; headers?: Record<string, string> },
): (request: IncomingMessage, response: ServerResponse) => Promise<void>;
