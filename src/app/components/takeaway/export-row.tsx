import { useId } from 'react';
import { EXPORT_FORMATS, type ExportFormat } from '../../../core/exchange/formats.ts';
import { sizeText } from '../../../core/size-text.ts';
import { useText } from '../../context.ts';
import { useExportActions, useExportsState } from '../../exports/context.ts';
import { fill, pageText } from '../../i18n/index.ts';
import { CloseIcon } from '../shared/icons.tsx';
import { ProgressBar } from '../shared/progress-bar.tsx';

/** A button that makes a file of another format, and saves it. */
export function ExportRow({ format, first }: { format: ExportFormat; first?: boolean }) {
  const text = useText();
  const { make, cancel } = useExportActions();
  const item = useExportsState((state) => state.items[format]);
  const id = useId();
  const { file } = EXPORT_FORMATS[format];
  const making = item?.state === 'making';
  return (
    <div className="export">
      <button
        type="button"
        className={first ? 'file file-first' : 'file'}
        aria-label={file}
        aria-describedby={id}
        aria-busy={making}
        onClick={() => void make(format)}
      >
        <span className="file-name">{file}</span>
        <span className="file-size" aria-hidden="true">
          {item?.state === 'done' && sizeText(item.file.size)}
        </span>
        <small className="file-about" id={id}>
          {text.takeaway.formats[format]}
        </small>
      </button>
      {making && (
        <div className="export-work">
          <ProgressBar label={fill(text.takeaway.making, { file })} fraction={item.fraction} />
          <button
            type="button"
            className="button button-icon"
            aria-label={fill(text.takeaway.cancel, { file })}
            onClick={() => cancel(format)}
          >
            <CloseIcon />
          </button>
        </div>
      )}
      {item?.state === 'failed' && (
        <p className="export-failed" role="alert" data-code={item.error.code}>
          <strong>{pageText(item.error, text).message}</strong> {pageText(item.error, text).hint}
        </p>
      )}
      {item?.state === 'done' && (
        <p className="visually-hidden" role="status">
          {fill(text.takeaway.saved, { file })}
        </p>
      )}
    </div>
  );
}
