import { useActions, useAppState } from '../../context.ts';
import { AlertBox } from '../shared/alert-box.tsx';

/** The error of the last run, if there is one. */
export function ErrorAlert() {
  const { dismiss } = useActions();
  const error = useAppState((state) => state.error);
  return error && <AlertBox error={error} onDismiss={dismiss} />;
}
