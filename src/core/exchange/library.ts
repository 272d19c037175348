import type * as SplatTransform from '@playcanvas/splat-transform';

/** PlayCanvas' splat-transform. It is large, so it is loaded when it is first used. */
export type Library = typeof SplatTransform;

let loaded: Promise<Library> | undefined;
let webpUrl: string | null = null;

/**
 * Says where the library's WebP codec (webp.wasm) is. Call it in a browser, before the library is used. In Node the
 * library finds the file itself.
 */
export function useWebpAt(url: string): void {
  webpUrl = url;
}

/** Loads the library. It then computes in this thread only, so that ending the thread ends its work. */
export const loadLibrary = (): Promise<Library> =>
  (loaded ??= import('@playcanvas/splat-transform').then((library) => {
    if (webpUrl !== null) library.WebPCodec.wasmUrl = webpUrl;
    library.WorkerQueue.maxWorkers = 0;
    return library;
  }));
