import { useAppState, useText } from '../../context.ts';
import { useOffline, useOfflineState } from '../../offline/context.ts';
import { useQueueState } from '../../queue/context.ts';
import { isBusy } from '../../run-machine.ts';
import { AlertFrame } from '../shared/alert-box.tsx';

/** Says that the page has a new version, or that a part of this version is gone. A run is never interrupted. */
export function VersionNotice() {
  const text = useText().offline;
  const { actions } = useOffline();
  const { update, stale } = useOfflineState((state) => state);
  const busy = useAppState(({ run }) => isBusy(run));
  const queueWorks = useQueueState(({ working }) => working);
  if (busy || queueWorks || (update === 'none' && !stale)) return null;
  const words = stale ? text.stale : update === 'taken' ? text.taken : text.update;
  return (
    <AlertFrame
      code={stale ? 'page-stale' : 'page-update'}
      tone="note"
      message={words.message}
      hints={[words.hint]}
      onDismiss={actions.dismiss}
    >
      <div className="alert-buttons">
        <button type="button" className="button" onClick={actions.reload}>
          {text.reload}
        </button>
      </div>
    </AlertFrame>
  );
}
