import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';

/** The files that are compressed, by extension, with their types. Weights and pictures would not shrink. */
const types = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json',
  '.mjs': 'text/javascript; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.wasm': 'application/wasm',
  '.webmanifest': 'application/manifest+json',
};

/** In bytes. Smaller files hardly shrink. Larger files would fill the memory. */
const SMALLEST = 1024;
const LARGEST = 64 * 2 ** 20;

// With these qualities a WASM file of 14 MB takes less than two seconds.
const encoders = {
  br: (bytes) =>
    promisify(brotliCompress)(bytes, {
      params: {
        [constants.BROTLI_PARAM_QUALITY]: 5,
        [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length,
      },
    }),
  gzip: promisify(gzip),
};

/** The type of a file that is compressed for clients who accept it. Undefined for other files. */
export const compressibleType = (file) => types[path.extname(file)];

/** The encoding for a client with this `Accept-Encoding`: `br`, `gzip`, or undefined for none. */
export function encodingFor(header = '') {
  const accepted = header
    .toLowerCase()
    .split(',')
    .map((part) => part.split(';').map((word) => word.trim()))
    .filter(([, quality = 'q=1']) => !/^q=0(\.0*)?$/.test(quality))
    .map(([name]) => name);
  return Object.keys(encoders).find((name) => accepted.includes(name));
}

/** A function that compresses files, and keeps the compressed bytes in memory until the file changes. */
export function compressor() {
  const kept = new Map();
  /**
   * The compressed bytes of a file. Null if the file is too small or too large.
   * @param tag changes when the file changes
   */
  return async (file, size, encoding, tag) => {
    if (size < SMALLEST || size > LARGEST) return null;
    const key = `${encoding} ${file}`;
    const found = kept.get(key);
    if (found?.tag === tag) return found.bytes;
    const bytes = readFile(file).then(encoders[encoding]);
    kept.set(key, { tag, bytes });
    bytes.catch(() => kept.delete(key));
    return bytes;
  };
}
