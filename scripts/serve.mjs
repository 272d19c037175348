import { stat } from 'node:fs/promises';
import path from 'node:path';
import send from 'send';
import { compressibleType, compressor, encodingFor } from './server/compress.mjs';
import { cacheControl, HEADERS } from './server/headers.mjs';
import { hostCheck } from './server/hosts.mjs';

/** Answers with a sentence instead of a file. */
function refuse(response, status, sentence) {
  if (response.headersSent) return response.destroy();
  for (const name of ['Accept-Ranges', 'Cache-Control', 'ETag', 'Last-Modified'])
    response.removeHeader(name);
  response.writeHead(status, { 'Content-Type': 'text/plain; charset=utf-8' });
  response.end(`${sentence}\n`);
}

/** Changes with every change of the file: unlike `mtime`, no program can set `ctime` back. */
const tagOf = ({ size, ctimeMs }) =>
  `${size.toString(36)}-${Math.round(ctimeMs * 1000).toString(36)}`;

/** The decoded path of the request's URL. Null if it cannot be decoded. */
function pathOf(request) {
  try {
    const name = decodeURIComponent(new URL(request.url, 'http://localhost').pathname);
    return name.endsWith('/') ? `${name}index.html` : name;
  } catch {
    return null;
  }
}

/** Request handler that serves a folder of static files. serve.d.mts has the details. */
export function serveFolder(folder, { hosts = [], headers = HEADERS } = {}) {
  const root = path.resolve(folder);
  const isAllowed = hostCheck(hosts);
  const compress = compressor();

  /** The file in compressed form, with its tag. Null if the client or the file asks for the plain form. */
  async function compressed(request, name) {
    const file = path.join(root, name);
    const encoding = encodingFor(request.headers['accept-encoding']);
    const plain = !compressibleType(file) || !encoding || request.headers.range;
    if (plain || !file.startsWith(root + path.sep) || name.includes('/.')) return null;
    const found = await stat(file).catch(() => null);
    if (!found?.isFile()) return null;
    const tag = `${tagOf(found)}-${encoding}`;
    const bytes = await compress(file, found.size, encoding, tag);
    return bytes && { bytes, encoding, tag: `"${tag}"` };
  }

  return async (request, response) => {
    for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
    const { host } = request.headers;
    if (!isAllowed(host))
      return refuse(response, 421, `This server does not answer for the host “${host ?? ''}”.`);
    if (request.method !== 'GET' && request.method !== 'HEAD') {
      response.setHeader('Allow', 'GET, HEAD');
      return refuse(response, 405, `The method ${request.method} is not allowed.`);
    }
    const name = pathOf(request);
    if (name === null || name.includes('\0')) return refuse(response, 400, 'Bad request.');

    const type = compressibleType(name);
    if (type) response.setHeader('Content-Type', type).setHeader('Vary', 'Accept-Encoding');
    let body;
    try {
      body = await compressed(request, name);
    } catch {
      return refuse(response, 500, 'The file cannot be read.');
    }
    if (body) {
      response.setHeader('Cache-Control', cacheControl(name)).setHeader('ETag', body.tag);
      const known = request.headers['if-none-match']?.split(',') ?? [];
      if (known.some((tag) => tag.trim().replace(/^W\//, '') === body.tag))
        return (response.removeHeader('Content-Type'), response.writeHead(304).end());
      response.setHeader('Content-Encoding', body.encoding);
      response.setHeader('Content-Length', body.bytes.length);
      return response.end(request.method === 'HEAD' ? undefined : body.bytes);
    }

    // `send` does ranges and conditions, and closes the file if the client leaves. It gets the path in encoded form.
    send(request, encodeURIComponent(name), { root, cacheControl: false })
      .on('headers', (_, file, found) => {
        response.setHeader('Cache-Control', cacheControl(name));
        response.setHeader('ETag', `"${tagOf(found)}"`);
      })
      .on('directory', () => refuse(response, 404, 'Not found.'))
      .on('error', (error) => {
        for (const [key, value] of Object.entries(error.headers ?? {}))
          response.setHeader(key, value);
        refuse(response, error.status, error.message);
      })
      .pipe(response);
  };
}
