import { useText } from '../../context.ts';
import { fill } from '../../i18n/index.ts';
import { useImport, useImportActions } from '../context.ts';
import { ImportProgressBar } from './import-progress.tsx';
import { canImport, isTooLarge, isWriting } from '../select.ts';
import { sizeText } from '../../../core/size-text.ts';
import type { PlanSummary } from '../../../worker/import-protocol.ts';
import './import-footer.css';

/** Shows how many bytes will be written, and how many are free. */
function Sizes({ plan, tooLarge }: { plan: PlanSummary; tooLarge: boolean }) {
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

/** The bottom of the panel, with the size and progress of the import and the buttons. */
export function ImportFooter() {
  const text = useText().import;
  const { start, cancel, close } = useImportActions();
  const state = useImport((whole) => whole);
  const { phase, plan, name } = state;
  const writing = isWriting(state);
  return (
    <div className="import-footer">
      <div className="import-figures">
        <div role="status">
          {phase === 'done' && <p>{fill(text.done, { name })}</p>}
          {phase === 'cancelled' && <p>{text.cancelled}</p>}
        </div>
        {writing && <ImportProgressBar />}
        {plan && !writing && phase !== 'done' && <Sizes plan={plan} tooLarge={isTooLarge(state)} />}
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
              // Otherwise the focus would leave the dialog when this button replaces Cancel.
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
    </div>
  );
}
