import { proxy } from 'comlink';
import { AppError } from '../core/errors.ts';
import type { Found, ImportApi, ImportFile, WantedModel } from './import-protocol.ts';
import type { WorkerHandle } from './life/life.ts';

/** A survey that makes no progress for this time is stopped, seconds. */
const STALLED_AFTER_S = 20;

/**
 * Lets the import worker survey files. A worker that hangs cannot answer, so the only way to stop it is to end it. A time
 * during which the whole computer slept does not count: a timer counts seconds in which nothing came.
 *
 * @throws AppError `import-stalled` with the path of the file that was being read
 * @throws the signal's reason; the worker has then been ended
 */
export async function survey(
  life: WorkerHandle<ImportApi>,
  files: readonly ImportFile[],
  wanted: readonly WantedModel[],
  signal?: AbortSignal,
): Promise<Found> {
  let file = files[0]?.path ?? '';
  let silentS = 0;
  const onFile = (path: string) => {
    file = path;
    silentS = 0;
  };
  const timer = setInterval(() => {
    silentS += 1;
    if (silentS > STALLED_AFTER_S) life.end(stalled(file));
  }, 1000);
  const cancel = () => life.end(signal?.reason);
  signal?.addEventListener('abort', cancel, { once: true });
  try {
    return await life.whileAlive(life.remote.survey([...files], wanted, proxy(onFile)));
  } finally {
    clearInterval(timer);
    signal?.removeEventListener('abort', cancel);
  }
}

const stalled = (file: string) =>
  new AppError('import-stalled', {
    message: `${file}: no progress for ${STALLED_AFTER_S} seconds`,
    stage: 'load',
    values: { file, seconds: STALLED_AFTER_S },
  });
