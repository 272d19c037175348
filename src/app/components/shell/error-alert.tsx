import { useActions, useAppState } from '../../context.ts';
import { AlertBox } from './alert-box.tsx';

/** What went wrong with the run. */
export function ErrorAlert() {
  const { dismiss } = useActions();
  const error = useAppState((state) => state.error);
  return error && <AlertBox error={error} onDismiss={dismiss} />;
}
