import { useText } from '../../context.ts';
import { useDrops, useDropState } from '../../drop/context.ts';
import { isRefusal } from '../../drop/decide.ts';
import { dropText } from '../../drop/sentences.ts';
import { fill } from '../../i18n/index.ts';
import { useElapsed } from '../../hooks/use-elapsed.ts';
import { AlertBox, AlertFrame } from '../shared/alert-box.tsx';

/** Seconds after which the page says that it looks at files. */
const SAY_AFTER_S = 0.5;

/** What the page says about the files that were dropped, pasted or chosen last. */
export function DropMessages() {
  const text = useText();
  const { dismiss } = useDrops();
  const notice = useDropState((state) => state.notice);
  const error = useDropState((state) => state.error);
  return (
    <>
      {error && <AlertBox error={error} onDismiss={dismiss} />}
      {notice && (
        <AlertFrame
          code={notice.code}
          tone={isRefusal(notice) ? 'alert' : 'note'}
          {...dropText(notice, text)}
          onDismiss={dismiss}
        />
      )}
      <Looking />
    </>
  );
}

/** Says that files are being looked at, with a button that stops it. */
function Looking() {
  const text = useText().dropped;
  const { stop } = useDrops();
  const looking = useDropState((state) => state.looking);
  const seconds = useElapsed(looking?.startedAt ?? 0, looking !== null);
  if (!looking || seconds < SAY_AFTER_S) return null;
  return (
    <div className="alert" role="status" data-tone="note" data-code="looking">
      <p className="alert-words">{fill(text.looking, { count: looking.count })}</p>
      <button type="button" className="button" onClick={stop}>
        {text.stopLooking}
      </button>
    </div>
  );
}
