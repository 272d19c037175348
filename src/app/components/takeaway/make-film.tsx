import { useAppState, useText } from '../../context.ts';
import { titleOf } from '../../exports/select.ts';
import { pageText } from '../../i18n/index.ts';
import { useOpenedActions, useOpenedState } from '../../opened/context.ts';
import { ProgressBar } from '../shared/progress-bar.tsx';
import { FileRow } from './file-row.tsx';

/** Makes a turntable video of a splat from a file, and saves it. */
export function MakeFilm() {
  const text = useText();
  const { film: words, files } = text.takeaway;
  const { makeFilm, cancelFilm } = useOpenedActions();
  const work = useOpenedState(({ film }) => film);
  const film = useAppState((state) => state.viewed?.film);
  const stem = useAppState(titleOf);
  if (work?.state === 'making')
    return (
      <div className="export-work">
        <ProgressBar label={words.making} fraction={work.fraction} />
        <button type="button" className="button" onClick={cancelFilm}>
          {words.cancel}
        </button>
      </div>
    );
  return (
    <>
      {film && (
        <FileRow
          name={film.name}
          file={film.file}
          saveAs={`${stem}-${film.name}`}
          about={files[film.name]}
        />
      )}
      <button type="button" className="button" onClick={() => void makeFilm()}>
        {words.make}
      </button>
      {work?.state === 'failed' && (
        <p className="export-failed" role="alert" data-code={work.error.code}>
          <strong>{pageText(work.error, text).message}</strong> {pageText(work.error, text).hint}
        </p>
      )}
    </>
  );
}
