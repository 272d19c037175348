import { useText } from '../../context.ts';
import { useCorrectActions, useCorrectState } from '../../correct/context.ts';
import { AlertBox } from '../shared/alert-box.tsx';
import { KeyTable } from '../shortcuts/key-table.tsx';
import { fill } from '../../i18n/index.ts';
import { CorrectDialogFrame } from './correct-dialog.tsx';
import { ExposureFields } from './exposure-fields.tsx';
import { MaskCanvas } from './mask-canvas.tsx';
import { MaskTools } from './mask-tools.tsx';
import './mask-editor.css';

/** The editor of the mask. */
export function MaskDialog() {
  const text = useText().correct;
  const actions = useCorrectActions();
  const editor = useCorrectState((state) => state.editor);
  const busy = useCorrectState((state) => state.busy);
  const error = useCorrectState((state) => state.error);
  const ready = editor !== null && editor.parts > 0 && !busy;
  return (
    <CorrectDialogFrame
      title={text.mask.title}
      onApply={ready ? actions.applyMask : undefined}
      tools={
        <button
          type="button"
          className="button button-quiet"
          disabled={editor === null}
          onClick={actions.findAgain}
        >
          {text.mask.automatic}
        </button>
      }
    >
      {error && <AlertBox error={error} onDismiss={actions.discard} />}
      <AskDiscard />
      {editor ? (
        <div className="mask-editor">
          <MaskTools editor={editor} />
          <MaskCanvas />
          <div className="mask-side">
            <p className="mask-said" role="status">
              {saidOf(editor.parts, busy, text.mask)}
            </p>
            <ExposureFields />
            <KeyList />
          </div>
        </div>
      ) : (
        !error && <p className="mask-opening">{text.mask.opening}</p>
      )}
    </CorrectDialogFrame>
  );
}

const saidOf = (
  parts: number,
  busy: boolean,
  text: { working: string; empty: string; parts: string },
): string => {
  if (busy) return text.working;
  if (parts === 0) return text.empty;
  return parts > 1 ? fill(text.parts, { count: parts }) : '';
};

function AskDiscard() {
  const text = useText().correct;
  const actions = useCorrectActions();
  const asking = useCorrectState((state) => state.asking);
  return (
    asking && (
      <div className="correct-ask" role="alert">
        <p>{text.askDiscard}</p>
        <button type="button" className="button" onClick={actions.goOn}>
          {text.goOn}
        </button>
        <button type="button" className="button" onClick={actions.discard}>
          {text.discard}
        </button>
      </div>
    )
  );
}

function KeyList() {
  const text = useText().correct.mask;
  return (
    <details className="mask-keys">
      <summary>{text.keys}</summary>
      <KeyTable group="mask" />
    </details>
  );
}
