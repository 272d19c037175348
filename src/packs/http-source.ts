import { AppError, isAbort } from '../core/errors.ts';
import type { PackSource, ReadProgress } from './load.ts';

/** A folder on a web server. Caching is the browser's HTTP cache. */
export class HttpPackSource implements PackSource {
  readonly #folder: string;

  /** @param folder URL of the folder, with or without the slash at its end. */
  constructor(folder: string) {
    this.#folder = folder.replace(/\/*$/, '/');
  }

  async read(name: string, onProgress?: ReadProgress, signal?: AbortSignal): Promise<Blob> {
    const url = `${this.#folder}${encodeURIComponent(name)}`;
    try {
      const response = await fetch(url, { signal });
      // Single-page servers answer a missing file with 200 and their index page.
      if (response.status === 404 || response.headers.get('content-type')?.includes('text/html'))
        throw new AppError('pack-missing', {
          message: `${url} is not there`,
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

/** The body as a Blob, chunk by chunk, so that progress shows and a lying length can be stopped. */
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
