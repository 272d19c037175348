import { ProgressBar } from '../../components/shared/progress-bar.tsx';
import { useText } from '../../context.ts';
import { fill } from '../../i18n/index.ts';
import { useImport } from '../context.ts';
import { sizeText } from '../../../core/size-text.ts';
import './import-shared.css';
import './import-progress.css';

/** Shows which file is being written, and how many bytes of the pack are written. */
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
      <ProgressBar label={text.progress} fraction={written / total} />
    </div>
  );
}
