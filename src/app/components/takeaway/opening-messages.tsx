import { useText } from '../../context.ts';
import { shortName } from '../../drop/short-name.ts';
import { fill } from '../../i18n/index.ts';
import { useOpenedActions, useOpenedState } from '../../opened/context.ts';
import { AlertBox } from '../shared/alert-box.tsx';

/** Says that a splat is being opened, or why it could not be. */
export function OpeningMessages() {
  const text = useText().takeaway.viewed;
  const { cancel, dismiss } = useOpenedActions();
  const opening = useOpenedState((state) => state.opening);
  const error = useOpenedState((state) => state.error);
  return (
    <>
      {error && <AlertBox error={error} onDismiss={dismiss} />}
      {opening !== null && (
        <div className="alert" role="status" data-tone="note" data-code="opening">
          <p className="alert-words">{fill(text.opening, { file: shortName(opening) })}</p>
          <button type="button" className="button" onClick={cancel}>
            {text.stop}
          </button>
        </div>
      )}
    </>
  );
}
