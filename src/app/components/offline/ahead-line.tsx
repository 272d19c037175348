import { sizeText } from '../../../core/size-text.ts';
import { useAhead, useAheadState } from '../../ahead/context.ts';
import { allBytes } from '../../ahead/store.ts';
import { useText } from '../../context.ts';
import { useEtaState } from '../../eta/context.ts';
import { roughTime } from '../../eta/remaining.ts';
import { fill } from '../../i18n/index.ts';
import { useOfflineState } from '../../offline/context.ts';
import { InstallButton } from './install-button.tsx';
import { timeText } from './time-text.ts';
import './ahead-line.css';

/** What a run must fetch first, and about how long it takes. Stands where no run is in progress. */
export function AheadLine() {
  const text = useText().offline;
  const { actions } = useAhead();
  const { missing, fetching, failed } = useAheadState((state) => state);
  const opensOffline = useOfflineState(({ ready }) => ready);
  const usual = useEtaState((state) => state.usual);
  if (!missing) return null;
  const bytes = allBytes(missing);
  const size = sizeText(bytes);
  const words = fetching
    ? fill(text.fetching, { loaded: sizeText(fetching.loaded), total: sizeText(fetching.total) })
    : failed
      ? text.failed
      : bytes > 0
        ? fill(missing.kept ? text.missing : text.missingEachVisit, { size })
        : missing.kept && opensOffline
          ? text.here
          : '';
  const usualMs = usual && [...usual.values()].reduce((sum, ms) => sum + ms, 0);
  return (
    <p className="ahead-line" data-fetching={fetching ? true : undefined}>
      {words && <span>{words}</span>}
      {usualMs !== null && (
        <span>{fill(text.takes, { time: timeText(roughTime(usualMs), text.times) })}</span>
      )}
      {fetching ? (
        <button type="button" className="button button-quiet" onClick={actions.stop}>
          {text.stop}
        </button>
      ) : (
        bytes > 0 &&
        missing.kept && (
          <button type="button" className="button button-quiet" onClick={actions.fetchNow}>
            {text.fetchNow}
          </button>
        )
      )}
      <InstallButton />
    </p>
  );
}
