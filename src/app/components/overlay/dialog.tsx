import { useId, useLayoutEffect, useRef, type KeyboardEvent, type ReactNode } from 'react';
import { CloseIcon } from '../shared/icons.tsx';
import './dialog.css';

interface Props {
  /** The dialog's own class, with its width. */
  className: string;
  title: string;
  /** Text of the button beside the title that closes the dialog. Undefined: there is no such button. */
  closeLabel?: string;
  /** The person wants to close the dialog. */
  onClose(): void;
  /** The browser has closed the dialog, as it does at a second Escape. Default: `onClose`. */
  onClosed?(): void;
  /** Selector of what has the focus first. Default: what the browser chooses. */
  firstFocus?: string;
  /** Attributes for styles. */
  phase?: string;
  hovering?: boolean;
  onKeyDown?(event: KeyboardEvent): void;
  children: ReactNode;
}

/**
 * A modal dialog: the browser's `<dialog>`. The focus stays in it. When it is removed, the focus goes back to the element
 * that had it before. Escape closes it.
 */
export function Dialog(props: Props) {
  const { className, title, closeLabel, onClose, onClosed = onClose, firstFocus, children } = props;
  const ref = useRef<HTMLDialogElement>(null);
  const id = useId();

  useLayoutEffect(() => {
    const dialog = ref.current!;
    dialog.showModal();
    if (firstFocus) dialog.querySelector<HTMLElement>(firstFocus)?.focus();
    return () => dialog.close();
  }, [firstFocus]);

  return (
    <dialog
      ref={ref}
      className={`dialog ${className}`}
      aria-labelledby={id}
      // If what has the focus disappears, the dialog gets it.
      tabIndex={-1}
      data-focus-home
      data-phase={props.phase}
      data-hovering={props.hovering || undefined}
      onKeyDown={props.onKeyDown}
      onCancel={(event) => {
        // A file input in the dialog has an event of this name, too.
        if (event.target !== event.currentTarget) return;
        event.preventDefault();
        onClose();
      }}
      onClose={({ target, currentTarget }) => {
        if (target !== currentTarget || currentTarget.open) return;
        onClosed();
        // It may refuse, as an import does while it writes. Then the dialog is still there, and must be seen.
        requestAnimationFrame(() => {
          const dialog = ref.current;
          if (dialog && !dialog.open) dialog.showModal();
        });
      }}
    >
      <div className="dialog-head">
        <h2 id={id}>{title}</h2>
        {closeLabel && (
          <button
            type="button"
            className="button button-icon"
            aria-label={closeLabel}
            title={closeLabel}
            onClick={onClose}
          >
            <CloseIcon />
          </button>
        )}
      </div>
      {children}
    </dialog>
  );
}
