import type { PipelineEvent } from './protocol.ts';

/** Each report is a frame of the page, and where there is no GPU the models' own processor draws it. */
const PACE_MS = 500;

/** Tells everything, but how far a run or a download is no more often than every `PACE_MS`; its end always. */
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
    }
    tell(event);
  };
}
