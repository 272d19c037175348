/**
 * Name of the cache that has onnxruntime's WASM files. The pipeline's worker fills it (`src/inference/kept-runtime.ts`),
 * and the service worker answers from it. Its keys are the files' URLs.
 */
export const RUNTIME_CACHE = 'mouse-facelift runtime';
