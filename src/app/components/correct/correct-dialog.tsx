import { useLayoutEffect, useRef, type ReactNode } from 'react';
import { useText } from '../../context.ts';
import { useCorrectActions } from '../../correct/context.ts';
import { CloseIcon } from '../shared/icons.tsx';
import '../shared/dialog.css';
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
  const ref = useRef<HTMLDialogElement>(null);

  useLayoutEffect(() => {
    const dialog = ref.current!;
    dialog.showModal();
    return () => dialog.close();
  }, []);

  return (
    <dialog
      ref={ref}
      className="dialog correct"
      aria-label={title}
      onCancel={(event) => {
        event.preventDefault();
        actions.close();
      }}
      onClose={({ currentTarget }) => {
        if (!currentTarget.open) actions.discard();
      }}
    >
      <div className="correct-head">
        <h2>{title}</h2>
        <button
          type="button"
          className="button button-icon"
          aria-label={text.close}
          title={text.close}
          onClick={actions.close}
        >
          <CloseIcon />
        </button>
      </div>
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
    </dialog>
  );
}
