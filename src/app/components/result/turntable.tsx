import { useAppState, useText } from '../../context.ts';
import { prefersReducedMotion } from '../../hooks/reduced-motion.ts';
import { useBlobUrl } from '../../hooks/use-blob-url.ts';
import { deliveredOf, videoOf } from '../../select.ts';
import { openFilmSettings } from '../../settings/panel.ts';
import { MakeFilm } from '../takeaway/make-film.tsx';
import './turntable.css';

function Video({ blob, label }: { blob: Blob; label: string }) {
  const ref = useBlobUrl<HTMLVideoElement>(blob, 'src');
  return (
    <video
      ref={ref}
      aria-label={label}
      controls
      loop
      muted
      playsInline
      preload="auto"
      autoPlay={!prefersReducedMotion()}
    />
  );
}

/** The panel with the turntable video, or with a waiting text until the video exists. */
export function Turntable() {
  const text = useText();
  const viewed = useAppState((state) => state.viewed);
  const ofRun = useAppState((state) => videoOf(deliveredOf(state)));
  const video = viewed ? viewed.film?.file : ofRun;
  return (
    <section className="panel turntable" aria-label={text.turntable}>
      <h2>{text.turntable}</h2>
      <div className="turntable-screen" data-empty={(viewed && !video) || undefined}>
        {video ? (
          <Video blob={video} label={text.turntable} />
        ) : (
          !viewed && <p>{text.turntableWaiting}</p>
        )}
      </div>
      <div className="turntable-tools">
        {viewed && <MakeFilm />}
        <button type="button" className="film-settings" onClick={openFilmSettings}>
          {text.takeaway.filmSettings}
        </button>
      </div>
    </section>
  );
}
