import type { ReactNode } from 'react';
import type { AppError } from '../../../core/errors.ts';
import { useText } from '../../context.ts';
import { errorText } from '../../i18n/index.ts';
import { AlertIcon, CloseIcon } from './icons.tsx';
import './alert-box.css';

interface Props {
  error: AppError;
  onDismiss(): void;
  /** Buttons under the sentences. */
  children?: ReactNode;
}

/** Shows an error: what went wrong, what the user can do, and the details for a report. */
export function AlertBox({ error, onDismiss, children }: Props) {
  const text = useText();
  const { message, hint } = errorText(error, text);
  return (
    <div className="alert" role="alert" data-code={error.code} data-fault={error.fault}>
      <AlertIcon />
      <div className="alert-words">
        <strong>{message}</strong>
        <p>{hint}</p>
        {children && <div className="alert-buttons">{children}</div>}
        <details>
          <summary>{text.errorDetails}</summary>
          <code>
            {error.code}: {error.message}
          </code>
        </details>
      </div>
      <button
        type="button"
        className="button button-icon"
        aria-label={text.dismiss}
        onClick={onDismiss}
      >
        <CloseIcon />
      </button>
    </div>
  );
}
