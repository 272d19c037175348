import { fromWire } from '../../../core/errors.ts';
import type { JobRecord } from '../../../worker/job-store/record.ts';
import { useApp, useAppState, useLang, useText } from '../../context.ts';
import { useCorrectActions } from '../../correct/context.ts';
import { shortName } from '../../drop/short-name.ts';
import { fill, pageText, stageName, type Messages } from '../../i18n/index.ts';
import { numberText } from '../../i18n/words/numbers.ts';
import { useQueue } from '../../queue/context.ts';
import { isPaintable, nameIn, type ItemState } from '../../queue/select.ts';
import { isBusy } from '../../run-machine.ts';

/** What the page says about one item of the queue. */
export function ItemWords({ item, state }: { item: JobRecord; state: ItemState }) {
  const text = useText();
  const { lang } = useLang();
  const { end } = item;
  if (state === 'running') return <RunningWords posed={item.job.kind === 'sample'} />;
  if (end?.state === 'done') {
    const { gaussians, totalMs } = end.summary;
    const count = numberText(lang, gaussians);
    const made = fill(text.queue.made, { count, seconds: numberText(lang, totalMs / 1000, 1) });
    return (
      <div className="queue-words">
        <p>{state === 'doubtful' ? `${text.queue.states.doubtful} · ${made}` : made}</p>
        {end.notices.map((notice) => (
          <p key={notice} className="queue-notice">
            {text.notices[notice]}
          </p>
        ))}
      </div>
    );
  }
  if (end?.state === 'failed') {
    const { message, hint } = pageText(fromWire(end.error), text);
    return (
      <div className="queue-words">
        <p className="queue-error">{message}</p>
        <p>{hint}</p>
        {isPaintable(item) && <PaintButton item={item} />}
      </div>
    );
  }
  return <p className="queue-words">{stateWords(item, state, text.queue)}</p>;
}

/** Opens the editor for a photo in which no mouse was found. A run comes first. */
function PaintButton({ item: { id, job } }: { item: JobRecord }) {
  const text = useText().correct;
  const { photoOf } = useQueue().actions;
  const { paint } = useCorrectActions();
  const { store } = useApp();
  const busy = useAppState(({ run }) => isBusy(run));
  const open = async () => {
    const photo = await photoOf(id);
    if (photo && !isBusy(store.getState().run)) await paint(photo);
  };
  return (
    <button
      type="button"
      className="button"
      aria-label={`${text.paint} · ${shortName(nameIn(job.path))}`}
      disabled={busy}
      onClick={() => void open()}
    >
      {text.paint}
    </button>
  );
}

/** The state of an item that has no result. A sample says how many views it has. */
const stateWords = ({ job }: JobRecord, state: ItemState, text: Messages['queue']): string =>
  job.kind === 'sample'
    ? fill(text.posed, { state: text.states[state], count: job.paths.pictures.length })
    : text.states[state];

/** The stage of the item that runs. */
function RunningWords({ posed }: { posed: boolean }) {
  const text = useText();
  const stage = useAppState(({ run, stage }) => (run === 'running' ? stage : null));
  const percent = useAppState(({ fraction }) => Math.round(100 * fraction));
  const words = stage ? stageName(stage, posed, text) : text.run.loading;
  return (
    <div className="queue-words">
      <p>{fill(text.queue.progress, { stage: words, percent })}</p>
      <span className="queue-progress" aria-hidden="true">
        <span style={{ inlineSize: `${percent}%` }} />
      </span>
    </div>
  );
}
