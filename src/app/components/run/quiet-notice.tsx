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
  const words = (s: number) => fill(text.quiet, { seconds: numberText(lang, s) });
  return (
    <li data-notice="quiet">
      {/* It is announced once, without the seconds that follow. */}
      <span className="visually-hidden">{words(QUIET_S)}</span>
      <span aria-hidden="true">{words(seconds)}</span>{' '}
      <button type="button" className="button" onClick={restartStage}>
        {text.restartStage}
      </button>
    </li>
  );
}
