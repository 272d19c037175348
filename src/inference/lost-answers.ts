import { AppError } from '../core/errors.ts';

/** Milliseconds between two questions to the GPU. */
const ASK_MS = 2000;

/** So many times the GPU must say that it has finished, before an operation that still waits for it counts as stuck. */
const IDLE_ANSWERS = 30;

/**
 * Settles as `operation` does. Rejects if the GPU has nothing left to do, but the operation still waits for it:
 * then its answer was lost, and it would wait forever. Do not use it for an operation that compiles shaders: the
 * GPU's queue is empty meanwhile.
 * @param device the device that the operation waits for; undefined: the operation is not watched
 * @throws AppError `worker-stuck`
 */
export async function answered<T>(
  device: GPUDevice | undefined,
  operation: Promise<T>,
  what: string,
): Promise<T> {
  if (!device) return operation;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let over = false;
  const stuck = new Promise<never>((_, reject) => {
    let idle = 0;
    const ask = async () => {
      // A lost device is noticed elsewhere.
      await device.queue.onSubmittedWorkDone().catch(() => undefined);
      if (over) return;
      idle += 1;
      if (idle < IDLE_ANSWERS) timer = setTimeout(ask, ASK_MS);
      else reject(new AppError('worker-stuck', { message: `${what}: the GPU gave no answer.` }));
    };
    timer = setTimeout(ask, ASK_MS);
  });
  try {
    return await Promise.race([operation, stuck]);
  } finally {
    over = true;
    clearTimeout(timer);
  }
}
