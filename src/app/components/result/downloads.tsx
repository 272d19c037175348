import { useMemo } from 'react';
import { useAppState, useText } from '../../context.ts';
import { useBlobUrl } from '../../hooks/use-blob-url.ts';
import { deliveredOf, filesOf, folderOf, shownOf } from '../../select.ts';
import { saveZip } from '../../zip.ts';
import { sizeText } from '../../../core/size-text.ts';
import { DownloadIcon } from '../shared/icons.tsx';
import './downloads.css';

function FileLink({ name, file }: { name: string; file: Blob }) {
  const ref = useBlobUrl<HTMLAnchorElement>(file, 'href');
  return (
    <a ref={ref} className="file" download={name}>
      <span className="file-name">{name}</span>
      <span className="file-size" aria-hidden="true">
        {sizeText(file.size)}
      </span>
    </a>
  );
}

/** A link to each file of the run. When the run is complete, also a button that downloads all files as one ZIP. */
export function Downloads() {
  const { downloads: text, correct } = useText();
  const current = useAppState(deliveredOf);
  const earlier = useAppState((state) => deliveredOf(state) !== shownOf(state));
  const files = useMemo(() => filesOf(current), [current]);

  const saveAll = async () => {
    await saveZip(folderOf(current!.photo), files);
  };

  return (
    <section className="panel downloads" aria-label={text.label}>
      <h2 aria-hidden="true">{text.label}</h2>
      {files.length === 0 ? (
        <p className="downloads-waiting">{text.waiting}</p>
      ) : (
        <div className="downloads-files">
          {files.map(({ name, file }) => (
            <FileLink key={name} name={name} file={file} />
          ))}
          {earlier && <p className="downloads-waiting">{correct.earlierFiles}</p>}
          {current?.summary && (
            <button
              type="button"
              className="button button-primary downloads-all"
              onClick={() => void saveAll()}
            >
              <DownloadIcon />
              {text.all}
            </button>
          )}
        </div>
      )}
    </section>
  );
}
