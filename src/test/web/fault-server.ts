import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What the server does wrong with one request. */
export interface Fault {
  /** Status instead of 200 or 206. */
  status?: number;
  headers?: Record<string, string>;
  /** Bytes of the answer's body after which the connection is destroyed. */
  cutAfter?: number;
  /** Bytes of the answer's body after which nothing more comes. */
  stallAfter?: number;
  /** Sent instead of the file. */
  content?: Uint8Array;
  /** Stated length, instead of the real one. Null: none, and the body ends with the connection. */
  length?: number | null;
  /** Whether `Range` is ignored. */
  noRange?: boolean;
}

/** A web server on a real socket whose faults a test chooses. */
export interface FaultServer {
  url: string;
  /** Requests so far: the file's name, and its `Range`. */
  requests: { name: string; range: string | undefined; ifRange: string | undefined }[];
  /** Makes the fault of each request. `count`: number of earlier requests for this file. */
  fault: (name: string, count: number) => Fault | undefined;
  close(): Promise<void>;
}

/** Bytes that are sent at a time. */
const CHUNK_BYTES = 16_384;

/** Serves files from memory. Each has an ETag made of its content. */
export async function faultServer(files: Record<string, Uint8Array>): Promise<FaultServer> {
  const server = createServer((request, response) => void answer(request, response));
  const self: FaultServer = {
    url: '',
    requests: [],
    fault: () => undefined,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };

  async function answer(request: IncomingMessage, response: ServerResponse) {
    const name = decodeURIComponent((request.url ?? '').split('/').at(-1) ?? '');
    const count = self.requests.filter((earlier) => earlier.name === name).length;
    const { range, 'if-range': ifRange } = request.headers;
    self.requests.push({ name, range, ifRange: ifRange?.toString() });
    const fault = self.fault(name, count) ?? {};
    const content = fault.content ?? files[name];
    if (!content || (fault.status ?? 200) >= 400)
      return response.writeHead(fault.status ?? 404, fault.headers).end('no');
    const tag = `"${content.length}-${content[0]}-${content.at(-1)}"`;
    const from = Number(/^bytes=(\d+)-$/.exec(range ?? '')?.[1] ?? 0);
    const partial = range !== undefined && !fault.noRange && (!ifRange || ifRange === tag);
    if (partial && from >= content.length)
      return response.writeHead(416, { 'Content-Range': `bytes */${content.length}` }).end();
    const body = partial ? content.subarray(from) : content;
    const { length = body.length } = fault;
    response.writeHead(partial ? 206 : 200, {
      ETag: tag,
      ...(length === null ? { Connection: 'close' } : { 'Content-Length': length }),
      ...(partial && {
        'Content-Range': `bytes ${from}-${content.length - 1}/${content.length}`,
      }),
      ...fault.headers,
    });
    await send(response, body, fault);
  }

  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  self.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  return self;
}

async function send(response: ServerResponse, body: Uint8Array, fault: Fault): Promise<void> {
  const end = Math.min(fault.cutAfter ?? Infinity, fault.stallAfter ?? Infinity, body.length);
  for (let at = 0; at < end; at += CHUNK_BYTES) {
    if (response.destroyed) return;
    const chunk = body.subarray(at, Math.min(end, at + CHUNK_BYTES));
    await new Promise((resolve) => response.write(chunk, resolve));
  }
  if (fault.cutAfter !== undefined) return void response.destroy();
  if (fault.stallAfter === undefined) response.end();
}
