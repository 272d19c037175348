import type { PipelineEvent } from './protocol.ts';

/**
 * Milliseconds between two progress events. Each event makes the page draw a frame; without a GPU that takes processor
 * time from the models.
 */
const PACE_MS = 500;

/**
 * Passes all events to `emit`, except that progress of runs and downloads is limited. A progress event is passed on only
 * if it is the first one, reports the end (100 %), follows another kind of event, or comes `PACE_MS` after the last one.
 */
export function paced(
  emit: (event: PipelineEvent) => void,
  nowMs: () => number = () => performance.now(),
): (event: PipelineEvent) => void {
  let lastMs = -Infinity;
  return (event) => {
    if (event.type === 'progress' || event.type === 'download') {
      const isLast =
        event.type === 'progress' ? event.fraction === 1 : event.loaded === event.total;
      if (!isLast && nowMs() - lastMs < PACE_MS) return;
      lastMs = nowMs();
    } else lastMs = -Infinity; // the next progress event is passed on
    emit(event);
  };
}
