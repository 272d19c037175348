import { someNames } from '../../../core/quoted.ts';
import { useText } from '../../context.ts';
import { errorText, fill } from '../../i18n/index.ts';
import { useQueue, useQueueState } from '../../queue/context.ts';
import { nameIn } from '../../queue/select.ts';

/** What the page says about the whole queue. */
export function QueueMessages() {
  const text = useText();
  const { queue } = text;
  const { actions } = useQueue();
  const { halt, problem, adding, saving, saved, notFitting, kept, access } = useQueueState(
    (state) => state,
  );
  const dismissable = problem !== null || notFitting.length > 0;
  const problemText = problem && errorText(problem, text);
  const names = someNames(notFitting.map(nameIn));
  return (
    <div className="queue-messages" role="status">
      {access === 'elsewhere' && <p>{queue.elsewhere}</p>}
      {halt && (
        <p className="queue-halt" data-halt={halt}>
          {queue.halts[halt]}
        </p>
      )}
      {problemText && (
        <p className="queue-error" data-code={problem.code}>
          {problemText.message} {problemText.hint}
        </p>
      )}
      {notFitting.length > 0 && (
        <p className="queue-error" data-code="not-fitting">
          {fill(queue.notFitting, { files: names })}
        </p>
      )}
      {dismissable && (
        <button type="button" className="button button-quiet" onClick={actions.dismiss}>
          {text.dismiss}
        </button>
      )}
      {adding && <p>{fill(queue.adding, adding)}</p>}
      {saving && <p>{fill(queue.saving, saving)}</p>}
      {saved !== null && <p>{fill(queue.saved, { count: saved })}</p>}
      {!kept && <p>{queue.notKept}</p>}
    </div>
  );
}
