import { useActions, useAppState, useText } from '../context.ts';
import { fill } from '../i18n/index.ts';
import { AlertIcon, CloseIcon } from './icons.tsx';
import './error-alert.css';

/** What went wrong and what to do about it. */
export function ErrorAlert() {
  const text = useText();
  const { dismiss } = useActions();
  const error = useAppState((state) => state.error);
  if (!error) return null;
  const { message, hint } = text.errors[error.code];
  return (
    <div className="alert" role="alert" data-code={error.code}>
      <AlertIcon />
      <div className="alert-words">
        <strong>{fill(message, error.values)}</strong>
        <p>{fill(hint, error.values)}</p>
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
        onClick={dismiss}
      >
        <CloseIcon />
      </button>
    </div>
  );
}
