import { useText } from '../../context.ts';
import { useImport, useImportActions } from '../context.ts';
import { FileInput } from '../../components/shared/file-input.tsx';
import './import-files.css';

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
        <FileInput
          className={empty ? 'button button-primary' : 'button'}
          label={text.files}
          caption={empty ? text.chooseFiles : text.addFiles}
        />
        <FileInput
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
