import { useText } from '../../context.ts';
import { fill } from '../../i18n/index.ts';
import { useImport } from '../context.ts';
import { sizeText } from '../select.ts';
import './import-shared.css';
import './import-progress.css';

/** The file that is being written, and how much of the pack is written. */
export function ImportProgressBar() {
  const text = useText().import;
  const progress = useImport((state) => state.progress);
  const plan = useImport((state) => state.plan);
  const stopping = useImport((state) => state.phase === 'stopping');
  const written = progress?.written ?? plan?.doneBytes ?? 0;
  const total = progress?.total ?? plan?.totalBytes ?? 1;
  return (
    <div className="import-progress">
      <p>
        <span className="import-path">{stopping ? text.cancelling : progress?.file}</span>
        <span className="import-bytes">
          {fill(text.written, { written: sizeText(written), total: sizeText(total) })}
        </span>
      </p>
      <div
        className="progress"
        role="progressbar"
        aria-label={text.progress}
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={Math.round((100 * written) / total)}
      >
        <span style={{ inlineSize: `${(100 * written) / total}%` }} />
      </div>
    </div>
  );
}
