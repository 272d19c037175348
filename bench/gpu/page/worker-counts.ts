import type { GpuCounts } from '../counters.ts';
import type { SessionCounts } from './watch-sessions.ts';

/** What the worker did since its start. `peakMb`: GPU buffers since the last answer. */
export type WorkerCounts = GpuCounts & SessionCounts & { peakMb: number };

/** Name of the channel. The page posts anything; the worker posts `WorkerCounts`, first when it is ready. */
export const CHANNEL = 'bench';
