import { useText } from '../context.ts';
import { useImport, useImportActions } from './context.ts';
import { importFiles } from './dropped.ts';
import './import-files.css';

interface PickerProps {
  className: string;
  label: string;
  words: string;
  folder?: boolean;
}

function Picker({ className, label, words, folder = false }: PickerProps) {
  const { add } = useImportActions();
  return (
    <span className={`photo-input ${className}`}>
      <span aria-hidden="true">{words}</span>
      <input
        type="file"
        multiple
        aria-label={label}
        title={words}
        ref={(input) => {
          if (input) input.webkitdirectory = folder;
        }}
        onChange={({ target }) => {
          const files = [...(target.files ?? [])];
          if (files.length > 0) void add(importFiles({ files, folders: [] }));
          // So that the same files can be chosen again.
          target.value = '';
        }}
      />
    </span>
  );
}

/** What to bring, and the two ways of choosing it besides dropping. */
export function ImportFiles() {
  const text = useText().import;
  const { startOver } = useImportActions();
  const phase = useImport((state) => state.phase);
  const empty = useImport((state) => state.files.length === 0);
  return (
    <div className="import-files" data-empty={empty || undefined}>
      {empty && <p>{text.intro}</p>}
      <div className="import-pickers">
        <Picker
          className={empty ? 'button button-primary' : 'button'}
          label={text.files}
          words={empty ? text.chooseFiles : text.addFiles}
        />
        <Picker
          className="button"
          label={text.folder}
          words={empty ? text.chooseFolder : text.addFolder}
          folder
        />
        {!empty && (
          <button type="button" className="button button-quiet" onClick={startOver}>
            {text.startOver}
          </button>
        )}
        {phase === 'looking' && (
          <p className="import-looking" role="status">
            {text.looking}
          </p>
        )}
      </div>
      {empty && <p className="import-small">{text.formats}</p>}
    </div>
  );
}
