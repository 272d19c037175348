import type { ServerResponse } from 'node:http';

/**
 * What goes wrong with the answers to a file. Offsets are bytes of the file, also in an answer to a range.
 * - `status`: this status instead of the file. With `html`, the body is a page, as hosts of single-page apps send it.
 * - `cut`: the connection is cut before the byte `at`.
 * - `stall`: nothing is sent from the byte `at` on, and the connection stays open.
 * - `flip`: the lowest bit of the byte `at` is wrong.
 * - `length`: `Content-Length` is wrong by `by` bytes.
 * - `encoding`: `Content-Encoding` says gzip, which is not true.
 */
export type ServedFault =
  | { kind: 'status'; status: number; html?: boolean }
  | { kind: 'cut' | 'stall' | 'flip'; at: number }
  | { kind: 'length'; by: number }
  | { kind: 'encoding' };

/** Answers with a status in place of a file. */
export function answerStatus(
  response: ServerResponse,
  { status, html }: Extract<ServedFault, { kind: 'status' }>,
): void {
  const type = html ? 'text/html; charset=utf-8' : 'text/plain; charset=utf-8';
  response.writeHead(status, { 'Content-Type': type });
  response.end(html ? '<!doctype html><title>App</title>' : `${status}\n`);
}

/**
 * Makes a response faulty. Whatever is written to it afterwards, by any server, goes through the fault.
 * @param onHit called when the fault hits: when the connection is cut or nothing more is sent. A wrong header hits when it
 * is written. A wrong bit hits at the end of the response, because nobody can see it before
 */
export function makeFaulty(
  response: ServerResponse,
  fault: Exclude<ServedFault, { kind: 'status' }>,
  onHit: () => void,
): void {
  const setHeader = response.setHeader.bind(response);
  if (fault.kind === 'length') response.shouldKeepAlive = false;
  response.setHeader = (name, value) => {
    const isLength = name.toLowerCase() === 'content-length';
    if (isLength && (fault.kind === 'length' || fault.kind === 'encoding')) onHit();
    if (fault.kind === 'length' && isLength) return setHeader(name, Number(value) + fault.by);
    if (fault.kind === 'encoding' && isLength) setHeader('Content-Encoding', 'gzip');
    return setHeader(name, value);
  };
  if (fault.kind === 'flip') response.once('close', onHit);
  if (fault.kind !== 'cut' && fault.kind !== 'stall' && fault.kind !== 'flip') return;

  let sent = 0;
  const write = response.write.bind(response);
  const end = response.end.bind(response);
  /** False if nothing more goes out. */
  const pass = (chunk: unknown): boolean => {
    if (!(chunk instanceof Uint8Array)) return true;
    const range = /bytes (\d+)-/.exec(String(response.getHeader('content-range') ?? ''));
    const at = fault.at - Number(range?.[1] ?? 0) - sent;
    sent += chunk.length;
    const inside = at >= 0 && at < chunk.length;
    if (fault.kind === 'flip') {
      const copy = Buffer.from(chunk);
      if (inside) copy[at] ^= 1;
      write(copy);
      return true;
    }
    if (at >= chunk.length) {
      write(chunk);
      return true;
    }
    if (at > 0) write(chunk.subarray(0, at));
    const hit = () => {
      onHit();
      if (fault.kind === 'cut') response.destroy();
    };
    // The bytes before the cut have to leave before the connection closes.
    setTimeout(hit, 20);
    return false;
  };
  let open = true;
  const through = (chunk: unknown) => {
    if (open) open = pass(chunk);
    return open;
  };
  response.write = (chunk: unknown) => through(chunk);
  response.end = (chunk?: unknown) => {
    if (chunk !== undefined) through(chunk);
    return open ? end() : response;
  };
}
