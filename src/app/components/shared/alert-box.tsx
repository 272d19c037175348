import type { ReactNode } from 'react';
import type { AppError } from '../../../core/errors.ts';
import { useText } from '../../context.ts';
import { pageText } from '../../i18n/index.ts';
import { AlertIcon, CloseIcon } from './icons.tsx';
import './alert-box.css';

interface FrameProps {
  /** Attribute `data-code`. */
  code: string;
  /** Attribute `data-fault`. */
  fault?: string;
  /** `note`: nothing failed. */
  tone?: 'alert' | 'note';
  message: string;
  hints: readonly string[];
  onDismiss(): void;
  /** What is under the sentences. */
  children?: ReactNode;
}

/** A box that says what happened and what the user can do. */
export function AlertFrame(props: FrameProps) {
  const text = useText();
  const { code, fault, tone = 'alert', message, hints, onDismiss, children } = props;
  return (
    <div
      className="alert"
      role={tone === 'note' ? 'status' : tone}
      data-tone={tone}
      data-code={code}
      data-fault={fault}
    >
      <AlertIcon />
      <div className="alert-words">
        <strong>{message}</strong>
        {hints.map((hint) => (
          <p key={hint}>{hint}</p>
        ))}
        {children}
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

interface Props {
  error: AppError;
  onDismiss(): void;
  /** What the error asks, under the sentences. */
  form?: ReactNode;
  /** Buttons under the sentences. */
  children?: ReactNode;
}

/** Shows an error: what went wrong, what the user can do, and the details for a report. */
export function AlertBox({ error, onDismiss, form, children }: Props) {
  const text = useText();
  const { message, hint } = pageText(error, text);
  return (
    <AlertFrame
      code={error.code}
      message={message}
      hints={[hint]}
      fault={error.fault}
      onDismiss={onDismiss}
    >
      {form}
      {children && <div className="alert-buttons">{children}</div>}
      <details>
        <summary>{text.errorDetails}</summary>
        <code>
          {error.code}: {error.message}
        </code>
      </details>
    </AlertFrame>
  );
}
