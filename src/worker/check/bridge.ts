import { carryErrors } from '../error-transfer.ts';
import { manageWorker, type WorkerHandle } from '../life/life.ts';
import type { BackendPreference, CheckApi, CheckClient } from './protocol.ts';

export { sampleError, TOLERANCE } from '../../pipeline/self-test/samples.ts';

/** Connects the page with the check's workers. They start with the first call. */
export function connectCheck(baseUrl: string, packId: string): CheckClient {
  carryErrors();
  const lives = new Map<BackendPreference, WorkerHandle<CheckApi>>();
  const alive = (preference: BackendPreference) => {
    const running = lives.get(preference);
    if (running) return running;
    const started = manageWorker<CheckApi>(
      () =>
        new Worker(new URL('./check.worker.ts', import.meta.url), {
          type: 'module',
          name: `check ${preference}`,
        }),
      () => {
        if (lives.get(preference) === started) lives.delete(preference);
      },
    );
    lives.set(preference, started);
    return started;
  };
  const call = <T>(
    preference: BackendPreference,
    work: (remote: WorkerHandle<CheckApi>['remote']) => Promise<T>,
  ): Promise<T> => {
    const { remote, whileAlive } = alive(preference);
    return whileAlive(work(remote));
  };
  const openModels = (preference: BackendPreference) =>
    call(preference, (remote) => remote.openModels(preference, baseUrl, packId));
  const opened = new WeakSet<WorkerHandle<CheckApi>>();
  return {
    adapter: () => call('auto', (remote) => remote.adapter()),
    video: () => call('auto', (remote) => remote.video()),
    async openModels(preference) {
      const life = alive(preference);
      const models = await openModels(preference);
      opened.add(life);
      return models;
    },
    async network(preference, key) {
      // The worker may be a new one, after one that was ended.
      if (!opened.has(alive(preference))) await this.openModels(preference);
      return call(preference, (remote) => remote.network(key));
    },
    end() {
      for (const life of [...lives.values()])
        life.end(new DOMException('The check has ended.', 'AbortError'));
    },
  };
}
