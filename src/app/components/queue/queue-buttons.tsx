import { useText } from '../../context.ts';
import { useQueue, useQueueState } from '../../queue/context.ts';
import { canSaveFolder, saveQueueFolder, saveQueueZip } from '../../queue/save.ts';
import { mayResume, type ItemState } from '../../queue/select.ts';
import { AskFirst } from '../shared/ask-first.tsx';

/** What can be done with all items of the queue. */
export function QueueButtons({ counts }: { counts: Record<ItemState, number> }) {
  const text = useText().queue;
  const queue = useQueue();
  const { actions } = queue;
  const canResume = useQueueState(mayResume);
  const saving = useQueueState((state) => state.saving !== null);
  const asking = useQueueState((state) => state.asking);
  const { waiting, running, failed } = counts;
  const finished = counts.done + counts.doubtful;
  const total = Object.values(counts).reduce((sum, count) => sum + count, 0);
  if (total === 0) return null;
  if (asking)
    return (
      <AskFirst
        question={text.clearAsk}
        yes={text.clearYes}
        no={text.clearNo}
        onYes={() => void actions.clear()}
        onNo={() => actions.askClear(false)}
      />
    );
  return (
    <div className="queue-buttons">
      {canResume && (
        <button
          type="button"
          className="button button-primary"
          onClick={() => void actions.resume()}
        >
          {text.resume}
        </button>
      )}
      {finished > 0 && (
        <>
          <button type="button" className="button" onClick={() => void saveQueueZip(queue)}>
            {text.saveZip}
          </button>
          {canSaveFolder() && (
            <button
              type="button"
              className="button"
              disabled={saving}
              onClick={() => void saveQueueFolder(queue)}
            >
              {text.saveFolder}
            </button>
          )}
        </>
      )}
      {failed > 0 && (
        <button type="button" className="button" onClick={() => void actions.retryFailed()}>
          {text.retryFailed}
        </button>
      )}
      {waiting + running > 0 && (
        <button
          type="button"
          className="button button-quiet"
          onClick={() => void actions.cancelAll()}
        >
          {text.cancelAll}
        </button>
      )}
      <button type="button" className="button button-quiet" onClick={() => actions.askClear(true)}>
        {text.clear}
      </button>
    </div>
  );
}
