import { useText } from '../context.ts';
import { fill } from '../i18n/index.ts';
import { useImport, useImportActions } from './context.ts';
import { ImportProgressBar } from './import-progress.tsx';
import { canImport, isTooLarge, isWriting, sizeText } from './select.ts';
import type { PlanSummary } from '../../worker/import-protocol.ts';
import './import-footer.css';

function Figures({ plan, tooLarge }: { plan: PlanSummary; tooLarge: boolean }) {
  const text = useText().import;
  const { totalBytes, doneBytes, freeBytes } = plan;
  const size = sizeText(totalBytes - doneBytes);
  const free =
    freeBytes === null ? text.freeUnknown : fill(text.free, { size: sizeText(freeBytes) });
  return (
    <>
      {doneBytes > 0 && (
        <p>{fill(text.resumes, { done: sizeText(doneBytes), total: sizeText(totalBytes) })}</p>
      )}
      <p data-too-large={tooLarge || undefined}>
        {fill(text.size, { size })} · {free}. {tooLarge && text.tooLarge}
      </p>
    </>
  );
}

/** How much will be written, how far it is, and the buttons. */
export function ImportFooter() {
  const text = useText().import;
  const { start, cancel, close } = useImportActions();
  const state = useImport((whole) => whole);
  const { phase, plan, name } = state;
  const writing = isWriting(state);
  return (
    <footer className="import-footer">
      <div className="import-figures">
        <div role="status">
          {phase === 'done' && <p>{fill(text.done, { name })}</p>}
          {phase === 'cancelled' && <p>{text.cancelled}</p>}
        </div>
        {writing && <ImportProgressBar />}
        {plan && !writing && phase !== 'done' && (
          <Figures plan={plan} tooLarge={isTooLarge(state)} />
        )}
      </div>
      <div className="import-buttons">
        {writing ? (
          <button
            type="button"
            className="button"
            autoFocus
            disabled={phase === 'stopping'}
            onClick={cancel}
          >
            {text.cancel}
          </button>
        ) : (
          <>
            <button
              type="button"
              // Where the buttons change places under the focus, it must not fall out of the dialog.
              autoFocus
              className={phase === 'done' ? 'button button-primary' : 'button button-quiet'}
              onClick={close}
            >
              {text.close}
            </button>
            {phase !== 'done' && (
              <button
                type="button"
                className="button button-primary"
                disabled={!canImport(state)}
                onClick={() => void start()}
              >
                {text.start}
              </button>
            )}
          </>
        )}
      </div>
    </footer>
  );
}
