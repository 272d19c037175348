import { useEffect } from 'react';
import { textIn } from '../../../core/languages.ts';
import { useLang, useText } from '../../context.ts';
import { fill } from '../../i18n/index.ts';
import { useKiosk, useKioskState } from '../../kiosk/context.ts';
import { KioskFilm } from './kiosk-film.tsx';
import { KioskViewer } from './kiosk-viewer.tsx';
import './attract.css';

/** Milliseconds for which each mouse is shown. A film of the turntable takes five seconds. */
const EACH_MS = 10_000;

/** The loop for those who pass by: a photo, and beside it the 3D mouse that this computer made of it. */
export function Attract() {
  const { lang } = useLang();
  const text = useText().kiosk;
  const kiosk = useKiosk();
  const { shows, at, preparing } = useKioskState((state) => state);

  useEffect(() => {
    const timer = setInterval(kiosk.next, EACH_MS);
    return () => clearInterval(timer);
  }, [kiosk]);

  const show = shows[at];
  const done = shows.filter(({ kept }) => kept).length;
  return (
    <section className="attract" aria-label={text.headline}>
      <h1>{text.headline}</h1>
      {show && (
        <AttractShow
          key={show.sample.name}
          name={show.sample.name}
          file={show.sample.file}
          title={textIn(lang, show.sample.title)}
          kept={show.kept}
        />
      )}
      <p className="attract-caption">
        {show?.kept
          ? text.made
          : preparing
            ? fill(text.soon, { done, count: shows.length })
            : text.chooseHow}
      </p>
      <button type="button" className="button button-primary kiosk-button" onClick={kiosk.choose}>
        {text.start}
      </button>
    </section>
  );
}

interface ShowProps {
  name: string;
  file: string;
  title: string;
  kept: { ply: Blob; film: Blob | null } | null;
}

function AttractShow({ name, file, title, kept }: ShowProps) {
  const text = useText().kiosk;
  const kiosk = useKiosk();
  return (
    <figure
      className="attract-show"
      aria-label={fill(text.show, { title })}
      data-show={name}
      data-made={kept ? true : undefined}
    >
      <img src={file} alt={fill(text.photoOf, { title })} draggable={false} />
      {kept && (
        <>
          <span className="attract-arrow" aria-hidden="true" />
          <button type="button" className="attract-splat" onClick={kiosk.openShow}>
            {kept.film ? (
              <KioskFilm film={kept.film} label={fill(text.filmOf, { title })} />
            ) : (
              <KioskViewer ply={kept.ply} label={fill(text.filmOf, { title })} />
            )}
            <span className="attract-turn">{text.turnThis}</span>
          </button>
        </>
      )}
    </figure>
  );
}
