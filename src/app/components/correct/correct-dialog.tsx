import type { ReactNode } from 'react';
import { useText } from '../../context.ts';
import { useCorrectActions } from '../../correct/context.ts';
import { Dialog } from '../overlay/dialog.tsx';
import './correct.css';

interface Props {
  title: string;
  /** What the person must know, under the title. */
  hint?: string;
  children: ReactNode;
  /** Buttons at the left of the lower edge. */
  tools?: ReactNode;
  /** Undefined: there is nothing to apply yet. */
  onApply?: () => void;
}

/** A dialog in which a person corrects something. Escape and Cancel close it. */
export function CorrectDialogFrame({ title, hint, children, tools, onApply }: Props) {
  const text = useText().correct;
  const actions = useCorrectActions();
  return (
    <Dialog
      className="correct"
      title={title}
      closeLabel={text.close}
      onClose={actions.close}
      onClosed={actions.discard}
    >
      {hint && <p className="correct-hint">{hint}</p>}
      {children}
      <div className="correct-foot">
        <div className="correct-foot-tools">{tools}</div>
        <button type="button" className="button" onClick={actions.close}>
          {text.cancel}
        </button>
        <button
          type="button"
          className="button button-primary"
          disabled={!onApply}
          onClick={onApply}
        >
          {text.apply}
        </button>
      </div>
    </Dialog>
  );
}
