import { memo } from 'react';
import type { JobRecord } from '../../../worker/job-store/record.ts';
import { useText } from '../../context.ts';
import { shortName } from '../../drop/short-name.ts';
import { fill } from '../../i18n/index.ts';
import { useQueue } from '../../queue/context.ts';
import { nameIn, type ItemState } from '../../queue/select.ts';
import { BlobImage } from '../shared/blob-image.tsx';
import { CloseIcon, PhotoIcon, ResetIcon } from '../shared/icons.tsx';
import { ItemWords } from './item-words.tsx';

interface Props {
  item: JobRecord;
  state: ItemState;
  /** Of the splat, or before it is done of the photo or the first view. */
  picture: Blob | undefined;
  /** Whether the page shows this item's result or run. */
  shown: boolean;
}

/** One item of the queue. A click on a finished one shows its result, a click on the one that runs its run. */
export const QueueItem = memo(function QueueItem({ item, state, picture, shown }: Props) {
  const text = useText().queue;
  const { actions } = useQueue();
  const { id, job } = item;
  const file = shortName(nameIn(job.path));
  const finished = state === 'done' || state === 'doubtful';
  const active = state === 'running' || state === 'waiting';
  const again = state === 'failed' || state === 'cancelled';
  const name = (
    <>
      <span className="queue-picture">
        {picture ? <BlobImage blob={picture} alt="" /> : <PhotoIcon />}
      </span>
      <span className="queue-name" title={job.path}>
        {file}
      </span>
    </>
  );
  return (
    <li className="queue-item" data-item={state} data-shown={shown || undefined}>
      {finished || state === 'running' ? (
        <button
          type="button"
          className="queue-open"
          aria-label={fill(finished ? text.show : text.showRun, { file })}
          aria-pressed={shown}
          onClick={() => void actions.show(finished ? id : null)}
        >
          {name}
        </button>
      ) : (
        <span className="queue-open">{name}</span>
      )}
      <span className="queue-tools">
        {again && (
          <ItemButton label={fill(text.retry, { file })} onClick={() => actions.retry(id)}>
            <ResetIcon />
          </ItemButton>
        )}
        <ItemButton
          label={fill(active ? text.cancel : text.remove, { file })}
          onClick={() => (active ? actions.cancel(id) : actions.remove(id))}
        >
          <CloseIcon />
        </ItemButton>
      </span>
      <ItemWords item={item} state={state} />
    </li>
  );
});

interface ButtonProps {
  label: string;
  onClick(): Promise<void>;
  children: React.ReactNode;
}

function ItemButton({ label, onClick, children }: ButtonProps) {
  return (
    <button
      type="button"
      className="button button-icon button-quiet"
      aria-label={label}
      title={label}
      onClick={() => void onClick()}
    >
      {children}
    </button>
  );
}
