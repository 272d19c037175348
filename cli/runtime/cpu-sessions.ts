import { availableParallelism } from 'node:os';
import { SessionPool } from '../../src/inference/session-pool.ts';
import { cpuEngine } from './ort.ts';

/** Sessions of networks that a command runs beside the pipeline, on all cores of the CPU. */
export const cpuSessions = (): SessionPool =>
  new SessionPool(() =>
    cpuEngine({
      backend: 'cpu',
      adapter: '',
      threads: availableParallelism(),
      rasterizer: 'cpu',
      reason: 'default',
    }),
  );
