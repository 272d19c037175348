import { useActions, useAppState, useLang, useText } from '../../context.ts';
import { fill } from '../../i18n/index.ts';
import { numberText } from '../../i18n/words/numbers.ts';
import { useElapsed } from '../../hooks/use-elapsed.ts';
import { isBusy } from '../../run-machine.ts';

/** Seconds without progress after which the page says so. */
const QUIET_S = 3;

/** What the page says while a run gives no sign of progress, with a button that starts the stage again. */
export function QuietNotice() {
  const text = useText().life;
  const { lang } = useLang();
  const { restartStage } = useActions();
  // What stops a download has a line of its own.
  const busy = useAppState(({ run, connection }) => isBusy(run) && !connection);
  const heardAt = useAppState((state) => state.heardAt);
  const seconds = useElapsed(heardAt, busy);
  if (!busy || seconds < QUIET_S) return null;
  return (
    <li data-notice="quiet" aria-live="off">
      {fill(text.quiet, { seconds: numberText(lang, seconds) })}{' '}
      <button type="button" className="button" onClick={restartStage}>
        {text.restartStage}
      </button>
    </li>
  );
}
