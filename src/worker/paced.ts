import type { WorkerEvent } from './protocol.ts';

/**
 * Milliseconds between two progress events. Each event makes the page redraw. Without a GPU, redrawing takes
 * processor time from the networks.
 */
const PACE_MS = 500;

/**
 * Passes events on to `emit`, but leaves out progress events (of runs and of downloads) that come too fast. A
 * progress event is passed on in four cases:
 * - It is the first progress event.
 * - It reports the end (100 %).
 * - It follows another kind of event.
 * - It comes at least `PACE_MS` after the last progress event that was passed on.
 */
export function paced(
  emit: (event: WorkerEvent) => void,
  nowMs: () => number = () => performance.now(),
): (event: WorkerEvent) => void {
  let lastMs = -Infinity;
  return (event) => {
    if (event.type === 'progress' || event.type === 'download') {
      const isLast =
        event.type === 'progress' ? event.fraction === 1 : event.loaded === event.total;
      if (!isLast && nowMs() - lastMs < PACE_MS) return;
      lastMs = nowMs();
    } else lastMs = -Infinity; // so that the next progress event is passed on
    emit(event);
  };
}
