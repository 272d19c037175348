import { AppError, isAbort } from '../core/errors.ts';

/**
 * Error messages of JavaScript engines and of onnxruntime when there is not enough memory. If a tensor above 1
 * GiB cannot be allocated, WebAssembly reports "memory access out of bounds".
 */
const OUT_OF_MEMORY_MESSAGE =
  /out of memory|bad_alloc|\bOOM\b|allocation failed|cannot enlarge memory|not enough memory|invalid array buffer length|could not allocate|failed to allocate|memory access out of bounds/i;

/** Error messages of WebGPU and onnxruntime when the device is lost. */
const DEVICE_LOST_MESSAGE =
  /device (is|was|has been)? ?(lost|destroyed)|lost device|external Instance reference no longer exists/i;

/** Error messages of a WASM module that has crashed. None of its functions can be called any more. */
const CRASH_MESSAGE = /^Aborted\(|\bunreachable\b|null function or function signature mismatch/i;

/**
 * Turns an error of a network run into an AppError. The code is `device-lost`, `out-of-memory`,
 * `runtime-crashed`, or for any other message `graph-invalid`. Aborts and AppErrors are returned unchanged.
 * @param network the network's name, for the message
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
  if (DEVICE_LOST_MESSAGE.test(text)) return new AppError('device-lost', { message, cause: error });
  if (OUT_OF_MEMORY_MESSAGE.test(text))
    return new AppError('out-of-memory', { message, cause: error });
  if (CRASH_MESSAGE.test(text)) return new AppError('runtime-crashed', { message, cause: error });
  return new AppError('graph-invalid', { message, cause: error });
}

/** The error for a lost device. @param info the reason and the message, as the browser gave them */
export const lostDevice = (info: string): AppError =>
  new AppError('device-lost', { message: `The GPU device was lost: ${info}` });
