import { AppError, isAbort } from '../core/errors.ts';

/**
 * Messages of the engines when memory is exhausted. WebAssembly reports "out of bounds" for a tensor above 1 GiB that
 * could not be allocated.
 */
const outOfMemory =
  /out of memory|bad_alloc|\bOOM\b|allocation failed|cannot enlarge memory|not enough memory|invalid array buffer length|could not allocate|failed to allocate|memory access out of bounds/i;

/** Messages of WebGPU and onnxruntime when the device is lost. */
const deviceLost =
  /device (is|was|has been)? ?(lost|destroyed)|lost device|external Instance reference no longer exists/i;

/**
 * Turns an error of a network run into an AppError: `device-lost`, `out-of-memory` or, for any other message,
 * `graph-invalid`. Aborts and AppErrors are returned unchanged.
 * @param network name for the message
 */
export function inferenceError(error: unknown, network: string): unknown {
  if (error instanceof AppError || isAbort(error)) return error;
  // Emscripten throws a number when a C++ exception reaches JavaScript.
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

/** The error of a lost device. @param info reason and message that the browser gave */
export const lostDevice = (info: string): AppError =>
  new AppError('device-lost', { message: `The GPU device was lost: ${info}` });
