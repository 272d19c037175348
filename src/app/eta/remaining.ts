import type { StageId } from '../../core/stages.ts';
import type { AppState } from '../state.ts';

/**
 * Milliseconds that a run still needs, by the usual times of its stages. Null if they are not known.
 * @param spentMs milliseconds since the stage that runs has begun
 */
export function remainingMs(
  usual: ReadonlyMap<StageId, number> | null,
  { stage, stages }: Pick<AppState, 'stage' | 'stages'>,
  spentMs: number,
): number | null {
  if (!usual || !stage || !usual.has(stage)) return null;
  let sum = 0;
  for (const [each, ms] of usual) {
    const state = stages[each];
    if (state === undefined) sum += ms;
    else if (each === stage && state === 'running') sum += Math.max(0, ms - spentMs);
  }
  return sum;
}

/** A length of time in words that promise no more than is known. */
export type RoughTime = { unit: 'few' } | { unit: 'seconds' | 'minutes'; count: number };

/** Below this, the number of seconds would change faster than it can be read. */
const FEW_MS = 8000;

/** Rounds up: to five seconds below a minute, to minutes above. */
export function roughTime(ms: number): RoughTime {
  if (ms < FEW_MS) return { unit: 'few' };
  const seconds = 5 * Math.ceil(ms / 5000);
  return seconds < 60
    ? { unit: 'seconds', count: seconds }
    : { unit: 'minutes', count: Math.ceil(ms / 60_000) };
}
