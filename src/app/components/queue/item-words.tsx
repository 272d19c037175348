import { fromWire } from '../../../core/errors.ts';
import type { JobRecord } from '../../../worker/job-store/record.ts';
import { useAppState, useLang, useText } from '../../context.ts';
import { errorText, fill } from '../../i18n/index.ts';
import type { ItemState } from '../../queue/select.ts';

/** What the page says about one photo of the queue. */
export function ItemWords({ item, state }: { item: JobRecord; state: ItemState }) {
  const text = useText();
  const { lang } = useLang();
  const { end } = item;
  if (state === 'running') return <RunningWords />;
  if (end?.state === 'done') {
    const { gaussians, totalMs } = end.summary;
    const count = gaussians.toLocaleString(lang);
    const made = fill(text.queue.made, { count, seconds: (totalMs / 1000).toFixed(1) });
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
    const { message, hint } = errorText(fromWire(end.error), text);
    return (
      <div className="queue-words">
        <p className="queue-error">{message}</p>
        <p>{hint}</p>
      </div>
    );
  }
  return <p className="queue-words">{text.queue.states[state]}</p>;
}

/** The stage of the photo that runs. */
function RunningWords() {
  const text = useText();
  const stage = useAppState(({ run, stage }) => (run === 'running' ? stage : null));
  const percent = useAppState(({ fraction }) => Math.round(100 * fraction));
  const words = stage ? text.stages[stage] : text.run.loading;
  return (
    <div className="queue-words">
      <p>{fill(text.queue.progress, { stage: words, percent })}</p>
      <span className="queue-progress" aria-hidden="true">
        <span style={{ inlineSize: `${percent}%` }} />
      </span>
    </div>
  );
}
