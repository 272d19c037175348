import { AppError, isAbort } from '../core/errors.ts';

/**
 * What the engines say, in their own words, when memory ends. "Out of bounds" is what WebAssembly says of
 * a tensor above 1 GiB that found no place.
 */
const outOfMemory =
  /out of memory|bad_alloc|\bOOM\b|allocation failed|cannot enlarge memory|not enough memory|invalid array buffer length|could not allocate|failed to allocate|memory access out of bounds/i;

/** What WebGPU and onnxruntime say when the device is gone. */
const deviceLost =
  /device (is|was|has been)? ?(lost|destroyed)|lost device|external Instance reference no longer exists/i;

/** Gives an error of a network run its code; aborts and AppErrors pass unchanged. */
export function inferenceError(error: unknown, network: string): unknown {
  if (error instanceof AppError || isAbort(error)) return error;
  // Emscripten throws bare numbers where a C++ exception crosses into JavaScript.
  const text =
    typeof error === 'number'
      ? `C++ exception ${error}, most likely bad_alloc`
      : error instanceof Error
        ? error.message
        : String(error);
  const message = `${network}: ${text}`;
  if (deviceLost.test(text)) return new AppError('device-lost', { message, cause: error });
  if (outOfMemory.test(text)) return new AppError('out-of-memory', { message, cause: error });
  return new AppError('graph-invalid', { message, cause: error });
}

export const lostDevice = (info: string): AppError =>
  new AppError('device-lost', { message: `The GPU device was lost: ${info}` });
