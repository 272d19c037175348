import { prefersReducedMotion } from '../../hooks/reduced-motion.ts';
import { useBlobUrl } from '../../hooks/use-blob-url.ts';

/** A film of the turntable without controls, which could save it or open it in another window. */
export function KioskFilm({ film, label }: { film: Blob; label: string }) {
  const ref = useBlobUrl<HTMLVideoElement>(film, 'src');
  return (
    <video
      ref={ref}
      aria-label={label}
      loop
      muted
      playsInline
      disablePictureInPicture
      autoPlay={!prefersReducedMotion()}
    />
  );
}
