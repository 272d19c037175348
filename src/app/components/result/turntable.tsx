import { useAppState, useText } from '../../context.ts';
import { useBlobUrl } from '../../hooks/use-blob-url.ts';
import { videoOf } from '../../select.ts';
import './turntable.css';

const calm = () => matchMedia('(prefers-reduced-motion: reduce)').matches;

function Film({ blob }: { blob: Blob }) {
  const ref = useBlobUrl<HTMLVideoElement>(blob, 'src');
  return <video ref={ref} controls loop muted playsInline preload="auto" autoPlay={!calm()} />;
}

/** The film of the mouse going round. */
export function Turntable() {
  const text = useText();
  const video = useAppState((state) => videoOf(state.current));
  return (
    <section className="panel turntable" aria-label={text.turntable}>
      <h2 aria-hidden="true">{text.turntable}</h2>
      <div className="turntable-screen">
        {video ? <Film blob={video} /> : <p>{text.turntableWaiting}</p>}
      </div>
    </section>
  );
}
