import { useActions, useAppState, useLang, useText } from '../../context.ts';
import type { Lang } from '../../../core/languages.ts';
import { fill, stageName, type Messages } from '../../i18n/index.ts';
import { numberText, wholePercent } from '../../i18n/words/numbers.ts';
import { shortName } from '../../drop/short-name.ts';
import { useElapsed } from '../../hooks/use-elapsed.ts';
import { isBusy } from '../../run-machine.ts';
import { useQueueState } from '../../queue/context.ts';
import { countsLine } from '../../queue/select.ts';
import { statusOf, type Status } from '../../queue/status.ts';
import { useOpenedActions } from '../../opened/context.ts';
import { isPosed, shownOf } from '../../select.ts';
import type { AppState } from '../../state.ts';
import { canRunAgain } from '../../ways-out.ts';
import { ProgressBar } from '../shared/progress-bar.tsx';
import { AheadLine } from '../offline/ahead-line.tsx';
import { TimeLeft } from '../offline/time-left.tsx';
import { ConnectionLine } from './connection-line.tsx';
import './status-bar.css';

const megabytes = (lang: Lang, bytes: number) => numberText(lang, bytes / 1e6, 1);

const statusText = (
  text: Messages,
  lang: Lang,
  state: AppState,
  { run: shownRun, counts }: Status,
): string => {
  const { run, stage, current, opened, viewed } = state;
  if (viewed && !isBusy(run)) {
    const { count, total, source } = viewed;
    return fill(count === total ? text.takeaway.viewed.status : text.takeaway.viewed.part, {
      file: shortName(source.file.name, 48),
      count: numberText(lang, count),
      total: numberText(lang, total),
    });
  }
  const summary = shownOf(state)?.summary;
  // The page's run goes on while an item of the queue is shown.
  const posed = current?.photo.sample !== undefined;
  if (run === 'running' && stage) return stageName(stage, posed, text);
  if (summary && (run === 'done' || (opened && shownRun === 'done')))
    return fill(text.run.doneIn, {
      seconds: numberText(lang, summary.totalMs / 1000, 1),
      count: numberText(lang, summary.gaussians),
    });
  if (counts) return fill(text.queue.over, { counts: countsLine(counts, text.queue.counts) });
  // Until the backend is known, nobody knows what a run needs.
  if (run === 'idle' && !state.choice) return text.offline.starting;
  return text.run[run];
};

/** Shows what the page is doing, with progress and buttons. */
export function StatusBar() {
  const text = useText();
  const { lang } = useLang();
  const actions = useActions();
  const { close } = useOpenedActions();
  const state = useAppState((all) => all);
  const queue = useQueueState((all) => all);
  const status = statusOf(state, queue);
  const { run, fraction, download, startedAt } = state;
  const shown = shownOf(state);
  const busy = isBusy(run);
  const elapsed = useElapsed(startedAt, busy);

  return (
    <div className="status-bar">
      <p
        className="status"
        role="status"
        data-state={status.run}
        data-stage={run === 'running' ? (state.stage ?? undefined) : undefined}
      >
        <span className="status-lamp" aria-hidden="true" />
        {statusText(text, lang, state, status)}
        {status.run === 'done' && <span className="visually-hidden">{text.run.filesReady}</span>}
      </p>
      {busy ? (
        <>
          <ProgressBar label={text.progress} fraction={fraction} />
          <p className="status-figures">
            {run === 'loading' && download && download.loaded < download.total && (
              <span>
                {fill(text.downloaded, {
                  loaded: megabytes(lang, download.loaded),
                  total: megabytes(lang, download.total),
                })}
              </span>
            )}
            <span>{wholePercent(lang, fraction)}</span>
            <TimeLeft />
            <span>{fill(text.seconds, { seconds: numberText(lang, elapsed) })}</span>
          </p>
          <button type="button" className="button" onClick={actions.cancel}>
            {text.cancel}
          </button>
          <ConnectionLine />
        </>
      ) : (
        <>
          <p className="status-privacy">{text.privacy}</p>
          <AheadLine />
          {state.viewed && (
            <div className="status-buttons">
              <button type="button" className="button" onClick={close}>
                {text.takeaway.viewed.close}
              </button>
            </div>
          )}
          {shown && (
            <div className="status-buttons">
              {canRunAgain(state, shown) && (
                <button
                  type="button"
                  className="button button-quiet"
                  onClick={() => void actions.runAgain()}
                >
                  {text.runAgain}
                </button>
              )}
              {shown.splat && !isPosed(state) && (
                <button type="button" className="button" onClick={() => void actions.newSeed()}>
                  {text.newSeed}
                </button>
              )}
            </div>
          )}
        </>
      )}
    </div>
  );
}
