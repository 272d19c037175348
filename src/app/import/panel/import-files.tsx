import { useText } from '../../context.ts';
import { useImport, useImportActions } from '../context.ts';
import { useDrops } from '../../drop/context.ts';
import { chosenIn } from '../../drop/listed.ts';
import './import-files.css';

interface PickerProps {
  className: string;
  label: string;
  /** The visible text. */
  caption: string;
  folder?: boolean;
}

function Picker({ className, label, caption, folder = false }: PickerProps) {
  const { take } = useDrops();
  return (
    <span className={`photo-input ${className}`}>
      <span aria-hidden="true">{caption}</span>
      <input
        type="file"
        multiple
        aria-label={label}
        title={caption}
        ref={(input) => {
          if (input) input.webkitdirectory = folder;
        }}
        onChange={({ target }) => {
          const chosen = chosenIn(target);
          if (chosen.files.length > 0) void take(chosen);
          // Without this, the same files could not be chosen again.
          target.value = '';
        }}
      />
    </span>
  );
}

/** Explains which files are needed, and lets the user choose files or a folder. */
export function ImportFiles() {
  const text = useText().import;
  const { startOver, stopReading } = useImportActions();
  const phase = useImport((state) => state.phase);
  const empty = useImport((state) => state.files.length === 0);
  return (
    <div className="import-files" data-empty={empty || undefined}>
      {empty && <p>{text.intro}</p>}
      <div className="import-pickers">
        <Picker
          className={empty ? 'button button-primary' : 'button'}
          label={text.files}
          caption={empty ? text.chooseFiles : text.addFiles}
        />
        <Picker
          className="button"
          label={text.folder}
          caption={empty ? text.chooseFolder : text.addFolder}
          folder
        />
        {!empty && (
          <button type="button" className="button button-quiet" onClick={startOver}>
            {text.startOver}
          </button>
        )}
        {phase === 'reading' && (
          <>
            <p className="import-looking" role="status">
              {text.reading}
            </p>
            <button type="button" className="button button-quiet" onClick={stopReading}>
              {text.stopReading}
            </button>
          </>
        )}
      </div>
      {empty && <p className="import-small">{text.formats}</p>}
    </div>
  );
}
