import { useAppState, useText } from '../../context.ts';
import { useEtaState } from '../../eta/context.ts';
import { remainingMs, roughTime } from '../../eta/remaining.ts';
import { useElapsed } from '../../hooks/use-elapsed.ts';
import { fill } from '../../i18n/index.ts';
import { timeText } from './time-text.ts';

/** About how long the run still takes. Nothing if this machine has not yet made such a run. */
export function TimeLeft() {
  const text = useText().offline;
  const { usual, stageSince } = useEtaState((state) => state);
  const stage = useAppState((state) => state.stage);
  const stages = useAppState((state) => state.stages);
  const seconds = useElapsed(stageSince, usual !== null);
  const leftMs = remainingMs(usual, { stage, stages }, seconds * 1000);
  if (leftMs === null) return null;
  return <span>{fill(text.left, { time: timeText(roughTime(leftMs), text.times) })}</span>;
}
