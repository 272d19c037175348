import { useAppState, useText } from '../../context.ts';
import { fill, pageText, stageName } from '../../i18n/index.ts';
import { useKiosk, useKioskState } from '../../kiosk/context.ts';
import { isBusy } from '../../run-machine.ts';
import { shownOf } from '../../select.ts';
import { LivePicture } from '../run/live-picture.tsx';
import { BlobImage } from '../shared/blob-image.tsx';
import { ProgressBar } from '../shared/progress-bar.tsx';
import { KioskViewer } from './kiosk-viewer.tsx';

/** A run of a visitor: its newest picture, then the 3D mouse, and under it how it came about. */
export function KioskRun() {
  const text = useText();
  const { kiosk: words, viewer } = text;
  const kiosk = useKiosk();
  const before = useKioskState((state) => state.before);
  const { run, stage, fraction, error, startedAt } = useAppState((state) => state);
  // Until the visitor's run begins, the page has another one: a show that was being made.
  const waiting = startedAt === before && !error;
  const shown = useAppState(shownOf);
  const result = waiting ? null : shown;
  const busy = waiting || isBusy(run);
  const failure = error && !waiting ? pageText(error, text).message : null;
  const status = waiting
    ? words.starting
    : run === 'running' && stage
      ? stageName(stage, false, text)
      : run === 'done'
        ? words.ready
        : text.run[run];
  return (
    <section className="kiosk-run" aria-label={text.trail.label}>
      <h1 className="visually-hidden">{text.trail.label}</h1>
      <div className="kiosk-stage">
        {failure ? (
          <div className="kiosk-note" role="alert" data-code={error?.code}>
            <strong>{failure}</strong>
            <p>{words.failedHint}</p>
          </div>
        ) : result?.splat ? (
          <KioskViewer ply={result.splat.ply} label={viewer.canvas} still={busy} />
        ) : (
          result && <LivePicture result={result} />
        )}
      </div>
      {result && !failure && (
        <ul className="kiosk-pictures">
          {[
            { label: text.trail.photo, blob: result.shownPhoto ?? result.photo.blob },
            { label: text.trail.cutout, blob: result.cutout },
            ...(result.views ?? []).map((blob, i) => ({
              label: fill(text.view, { number: i + 1 }),
              blob,
            })),
          ].map(
            ({ label, blob }) =>
              blob && (
                <li key={label}>
                  <BlobImage blob={blob} alt={label} />
                </li>
              ),
          )}
        </ul>
      )}
      <div className="kiosk-status">
        <p role="status" data-state={waiting ? 'loading' : run}>
          {status}
        </p>
        {busy && <ProgressBar label={text.progress} fraction={waiting ? 0 : fraction} />}
        {run === 'done' && !waiting && <p className="kiosk-quiet">{words.turnHint}</p>}
        <button
          type="button"
          className={busy ? 'button kiosk-button' : 'button button-primary kiosk-button'}
          onClick={kiosk.choose}
        >
          {busy ? text.cancel : words.another}
        </button>
      </div>
    </section>
  );
}
