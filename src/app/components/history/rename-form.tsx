import { useState } from 'react';
import { useText } from '../../context.ts';
import { fill } from '../../i18n/index.ts';

/** Longest name of a run, characters. */
const NAME_MAX = 200;

interface Props {
  title: string;
  onSave(name: string): void;
  onCancel(): void;
}

/** The field for another name of a kept run. Enter saves, Escape leaves the name as it is. */
export function RenameForm({ title, onSave, onCancel }: Props) {
  const text = useText().history;
  const [name, setName] = useState(title);
  return (
    <form
      className="history-rename"
      onSubmit={(event) => {
        event.preventDefault();
        onSave(name);
      }}
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return;
        // The page has its own use for this key.
        event.preventDefault();
        onCancel();
      }}
    >
      <input
        type="text"
        aria-label={fill(text.renameLabel, { name: title })}
        value={name}
        maxLength={NAME_MAX}
        autoFocus
        onFocus={({ target }) => target.select()}
        onChange={({ target }) => setName(target.value)}
      />
      <button type="submit" className="button">
        {text.save}
      </button>
      <button type="button" className="button button-quiet" onClick={onCancel}>
        {text.back}
      </button>
    </form>
  );
}
