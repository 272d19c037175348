import http from 'node:http';
import { type AddressInfo } from 'node:net';
import { afterAll } from 'vitest';
import { serveFolder } from '../serve.mjs';

export interface Answer {
  status: number;
  headers: http.IncomingHttpHeaders;
  body: Buffer;
}

/** Serves a folder on this machine until the tests of the file have ended. Returns the port. */
export async function serving(...options: Parameters<typeof serveFolder>): Promise<number> {
  const server = http.createServer(serveFolder(...options));
  afterAll(() => {
    server.close();
    server.closeAllConnections();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return (server.address() as AddressInfo).port;
}

/** Sends a request as it is: unlike `fetch`, it changes neither path nor headers, and does not decompress. */
export const ask = (
  port: number,
  path: string,
  headers: http.OutgoingHttpHeaders = {},
  method = 'GET',
): Promise<Answer> =>
  new Promise((resolve, reject) => {
    const options = { host: '127.0.0.1', port, path, headers, method, agent: false };
    const request = http.request(options, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('error', reject);
      response.on('end', () =>
        resolve({
          status: response.statusCode ?? 0,
          headers: response.headers,
          body: Buffer.concat(chunks),
        }),
      );
    });
    request.on('error', reject);
    request.end();
  });
