import { AppError, isAbort } from '../core/errors.ts';
import type { PackSource, ReadProgress } from './pack-source.ts';

/** A pack in a folder on a web server. Only the browser's HTTP cache keeps copies of the files. */
export class HttpPackSource implements PackSource {
  readonly #folder: string;

  /** @param folder URL of the folder, with or without a slash at its end */
  constructor(folder: string) {
    this.#folder = folder.replace(/\/*$/, '/');
  }

  /** @throws AppError `pack-missing` if the file does not exist, `network` if it cannot be fetched */
  async read(name: string, onProgress?: ReadProgress, signal?: AbortSignal): Promise<Blob> {
    const url = `${this.#folder}${encodeURIComponent(name)}`;
    try {
      const response = await fetch(url, { signal });
      // Servers of single-page apps answer a request for a missing file with status 200 and their index page.
      if (response.status === 404 || response.headers.get('content-type')?.includes('text/html'))
        throw new AppError('pack-missing', {
          message: `${url} does not exist`,
          stage: 'load',
          values: { url },
        });
      if (!response.ok) throw new Error(`HTTP ${response.status}`);
      return await receive(response, onProgress);
    } catch (cause) {
      if (cause instanceof AppError || isAbort(cause) || signal?.aborted) throw cause;
      throw new AppError('network', {
        message: `${url}: ${cause instanceof Error ? cause.message : String(cause)}`,
        stage: 'load',
        values: { url },
        cause,
      });
    }
  }
}

/**
 * Reads the body of a response into a Blob, chunk by chunk. So progress can be shown, and `onProgress` can stop the
 * reading of a file that is too long.
 */
async function receive(response: Response, onProgress?: ReadProgress): Promise<Blob> {
  if (!response.body) return response.blob();
  const reader = response.body.getReader();
  const chunks: Uint8Array<ArrayBuffer>[] = [];
  let loaded = 0;
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return new Blob(chunks);
      chunks.push(value);
      loaded += value.byteLength;
      onProgress?.(loaded);
    }
  } catch (error) {
    await reader.cancel().catch(() => undefined);
    throw error;
  }
}
