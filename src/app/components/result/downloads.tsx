import { useMemo } from 'react';
import { useAppState, useText } from '../../context.ts';
import { savedName } from '../../exports/select.ts';
import { deliveredOf, filesOf, folderOf, shownOf } from '../../select.ts';
import type { Result } from '../../state.ts';
import { saveZip } from '../../zip.ts';
import { DownloadIcon } from '../shared/icons.tsx';
import { ExportRow } from '../takeaway/export-row.tsx';
import { FileRow } from '../takeaway/file-row.tsx';
import { MoreFormats } from '../takeaway/more-formats.tsx';
import '../takeaway/takeaway.css';
import './downloads.css';

/** The files of the run that the page shows, or of the splat from a file. */
export function Downloads() {
  const text = useText().downloads;
  const result = useAppState(deliveredOf);
  const viewed = useAppState((state) => state.viewed);
  return (
    <section className="panel downloads" aria-label={text.label}>
      <h2>{text.label}</h2>
      {viewed ? (
        <div className="downloads-files">
          <ExportRow format="ply" first />
          <MoreFormats />
        </div>
      ) : (
        <FilesOfRun result={result} />
      )}
    </section>
  );
}

/** A link to each file. When the run is complete, also a button that downloads all files as one ZIP. */
function FilesOfRun({ result }: { result: Result | null }) {
  const { downloads: text, takeaway, correct } = useText();
  const earlier = useAppState((state) => deliveredOf(state) !== shownOf(state));
  const files = useMemo(() => filesOf(result), [result]);
  if (!result || files.length === 0) return <p className="downloads-waiting">{text.waiting}</p>;
  return (
    <div className="downloads-files">
      {files.map(({ name, file }) => (
        <FileRow
          key={name}
          name={name}
          file={file}
          saveAs={savedName(result.photo, name)}
          about={takeaway.files[name]}
          first={name === 'gaussians.ply'}
        />
      ))}
      {earlier && <p className="downloads-waiting">{correct.earlierFiles}</p>}
      {result.splat && <MoreFormats />}
      {result.summary && (
        <button
          type="button"
          className="button downloads-all"
          onClick={() => void saveZip(folderOf(result.photo), files)}
        >
          <DownloadIcon />
          {text.all}
        </button>
      )}
    </div>
  );
}
