import { carryErrors } from '../error-transfer.ts';
import { manageWorker, type WorkerHandle } from '../life/life.ts';
import type { PlayerApi, PlayerClient } from './protocol.ts';

/** Connects the page with the player's worker. Each `open` starts a worker, and so does the next call after one has ended. */
export function connectPlayer(): PlayerClient {
  carryErrors();
  let life: WorkerHandle<PlayerApi> | undefined;
  let opened: Parameters<PlayerApi['open']> | undefined;
  const alive = () => {
    const started = manageWorker<PlayerApi>(
      () =>
        new Worker(new URL('./player.worker.ts', import.meta.url), {
          type: 'module',
          name: 'player',
        }),
      () => {
        if (life === started) life = undefined;
      },
    );
    return (life = started);
  };
  return {
    open(...files) {
      opened = files;
      // The old worker's GPU device ends with it.
      life?.end(new DOMException('Other splats were opened.', 'AbortError'));
      const { remote, whileAlive } = alive();
      return whileAlive(remote.open(...files));
    },
    async render(frame, up, camera) {
      // The files are still there if the worker has ended.
      if (!life && opened) await this.open(...opened);
      const { remote, whileAlive } = life ?? alive();
      return whileAlive(remote.render(frame, up, camera));
    },
    close() {
      opened = undefined;
      life?.end(new DOMException('The player was closed.', 'AbortError'));
    },
  };
}
