import { carryErrors } from '../error-transfer.ts';
import { manageWorker, type WorkerHandle } from '../life/life.ts';
import type { View3dApi } from './protocol.ts';

/** Starts a worker that draws the 3D view. `end` frees its memory and its GPU context. */
export function startView3d(): WorkerHandle<View3dApi> {
  carryErrors();
  return manageWorker<View3dApi>(
    () =>
      new Worker(new URL('./view3d.worker.ts', import.meta.url), {
        type: 'module',
        name: 'view3d',
      }),
  );
}
