import { memo, useEffect, useId, useRef } from 'react';
import { useLang, useText } from '../../context.ts';
import { useHistory, useHistoryState } from '../../history/context.ts';
import { isComplete, titleOf } from '../../history/select.ts';
import type { KeptItem } from '../../history/state.ts';
import { fill, type Messages } from '../../i18n/index.ts';
import { BlobImage } from '../shared/blob-image.tsx';
import { PencilIcon, PhotoIcon, TrashIcon } from '../shared/icons.tsx';
import { RenameForm } from './rename-form.tsx';

interface Props {
  item: KeptItem;
  picture: Blob | undefined;
  /** Whether the page shows this run. */
  shown: boolean;
}

/** When the run began, and what distinguishes it from others of the same photo. */
function metaOf({ job, kept, end }: KeptItem, text: Messages['history'], lang: string): string {
  const day = { month: 'short', day: 'numeric', hour: 'numeric', minute: '2-digit' } as const;
  const isThisYear = new Date(kept.at).getFullYear() === new Date().getFullYear();
  const format = new Intl.DateTimeFormat(lang, isThisYear ? day : { ...day, year: 'numeric' });
  const date = format.format(kept.at);
  if (end === null) return fill(text.unfinished, { date });
  if (job.kind === 'sample')
    return fill(text.metaPosed, { date, count: job.paths.pictures.length });
  return fill(text.meta, { date, seed: job.settings.seed ?? '–' });
}

/** A kept run. A click opens it. A run that was interrupted can go on. */
export const HistoryItem = memo(function HistoryItem({ item, picture, shown }: Props) {
  const text = useText().history;
  const { lang } = useLang();
  const { actions } = useHistory();
  const nameId = useId();
  const metaId = useId();
  const renameButton = useRef<HTMLButtonElement>(null);
  const renaming = useHistoryState((state) => state.renaming === item.id);
  const wasRenaming = useRef(false);
  // The focus goes back to where it was before the form.
  useEffect(() => {
    if (wasRenaming.current && !renaming) renameButton.current?.focus();
    wasRenaming.current = renaming;
  }, [renaming]);
  const { id } = item;
  const complete = isComplete(item);
  const title = titleOf(item);
  const content = (
    <>
      <span className="history-picture">
        {picture ? <BlobImage blob={picture} alt="" /> : <PhotoIcon />}
      </span>
      <span className="history-words">
        <span className="history-name" id={nameId} title={title}>
          {title}
        </span>
        {/* The button is named after its photo. This describes it. */}
        <span className="history-meta" id={metaId} aria-hidden={complete}>
          {metaOf(item, text, lang)}
        </span>
      </span>
    </>
  );
  return (
    <li
      className="history-item"
      data-item={complete ? 'done' : 'unfinished'}
      data-shown={shown || undefined}
    >
      {complete ? (
        <button
          type="button"
          className="history-open"
          aria-pressed={shown}
          aria-describedby={metaId}
          onClick={() => void actions.show(id)}
        >
          {content}
        </button>
      ) : (
        <span className="history-open">{content}</span>
      )}
      {renaming ? (
        <RenameForm
          title={title}
          onSave={(name) => void actions.rename(id, name)}
          onCancel={() => actions.askName(null)}
        />
      ) : (
        <>
          <span className="history-tools">
            <button
              ref={renameButton}
              type="button"
              className="button button-icon button-quiet"
              aria-label={text.rename}
              aria-describedby={nameId}
              title={text.rename}
              onClick={() => actions.askName(id)}
            >
              <PencilIcon />
            </button>
            <button
              type="button"
              className="button button-icon button-quiet"
              aria-label={text.remove}
              aria-describedby={nameId}
              title={text.remove}
              onClick={() => void actions.remove(id)}
            >
              <TrashIcon />
            </button>
          </span>
          {!complete && (
            <button
              type="button"
              className="button history-go-on"
              aria-describedby={nameId}
              onClick={() => void actions.goOn(id)}
            >
              {text.goOn}
            </button>
          )}
        </>
      )}
    </li>
  );
});
