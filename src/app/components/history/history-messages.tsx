import { sizeText } from '../../../core/size-text.ts';
import { useText } from '../../context.ts';
import { useHistory, useHistoryState } from '../../history/context.ts';
import { saysNothingIsKept, titleOf } from '../../history/select.ts';
import { errorText, fill } from '../../i18n/index.ts';

/** What the page says about the whole history. */
export function HistoryMessages() {
  const text = useText();
  const { history } = text;
  const { actions } = useHistory();
  const state = useHistoryState((all) => all);
  const { access, halt, unkept, deleted, problem } = state;
  const nothingIsKept = saysNothingIsKept(state);
  const problemText = problem && errorText(problem, text);
  return (
    <div className="history-messages" role="status">
      {access === 'elsewhere' && <p>{history.elsewhere}</p>}
      {nothingIsKept && <p data-code="not-kept">{history.notKept}</p>}
      {halt && (
        <p className="history-halt" data-halt={halt}>
          {history.halts[halt]}
        </p>
      )}
      {unkept && (
        <>
          <p className="history-error" data-code="unkept">
            {history.unkept}
          </p>
          <button type="button" className="button" onClick={() => void actions.keepAgain()}>
            {history.keepAgain}
          </button>
        </>
      )}
      {problemText && (
        <p className="history-error" data-code={problem.code}>
          {problemText.message} {problemText.hint}
        </p>
      )}
      {(problem || nothingIsKept) && (
        <button type="button" className="button button-quiet" onClick={actions.dismiss}>
          {text.dismiss}
        </button>
      )}
      {deleted && (
        <>
          <p>{fill(history.deleted, { name: titleOf(deleted) })}</p>
          <button type="button" className="button" autoFocus onClick={() => void actions.undo()}>
            {history.undo}
          </button>
        </>
      )}
    </div>
  );
}

/** How much of the browser's storage is in use, and whether the browser keeps it. */
export function StorageLine() {
  const text = useText().history;
  const figures = useHistoryState((state) => state.figures);
  if (!figures || figures.used === null || figures.free === null) return null;
  const { used, free, persisted } = figures;
  return (
    <p className="history-storage">
      {fill(text.figures, { used: sizeText(used), free: sizeText(free) })}{' '}
      {persisted !== null && (persisted ? text.persisted : text.notPersisted)}
    </p>
  );
}
