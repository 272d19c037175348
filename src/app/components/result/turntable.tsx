import { useAppState, useText } from '../../context.ts';
import { prefersReducedMotion } from '../../hooks/reduced-motion.ts';
import { useBlobUrl } from '../../hooks/use-blob-url.ts';
import { deliveredOf, videoOf } from '../../select.ts';
import './turntable.css';

function Video({ blob }: { blob: Blob }) {
  const ref = useBlobUrl<HTMLVideoElement>(blob, 'src');
  return (
    <video
      ref={ref}
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
  const video = useAppState((state) => videoOf(deliveredOf(state)));
  return (
    <section className="panel turntable" aria-label={text.turntable}>
      <h2 aria-hidden="true">{text.turntable}</h2>
      <div className="turntable-screen">
        {video ? <Video blob={video} /> : <p>{text.turntableWaiting}</p>}
      </div>
    </section>
  );
}
