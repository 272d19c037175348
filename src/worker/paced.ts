import type { PipelineEvent } from './protocol.ts';

/** Each report is a frame of the page, which where there is no GPU is drawn by the processor that the models need. */
const PACE_MS = 500;

/** Tells everything, but how far a run or a download is only every `PACE_MS`, at its end, and after other news. */
export function paced(
  tell: (event: PipelineEvent) => void,
  nowMs: () => number = () => performance.now(),
): (event: PipelineEvent) => void {
  let lastMs = -Infinity;
  return (event) => {
    if (event.type === 'progress' || event.type === 'download') {
      const over = event.type === 'progress' ? event.fraction === 1 : event.loaded === event.total;
      if (!over && nowMs() - lastMs < PACE_MS) return;
      lastMs = nowMs();
    } else lastMs = -Infinity; // a stage's end is told with all that belongs to it
    tell(event);
  };
}
