import { useEffect, useRef, useState } from 'react';
import { useText } from '../../context.ts';
import { usePlayer, usePlayerState } from '../../player/context.ts';
import { PicturePainter } from '../../viewer/picture-painter.ts';
import { SplatView } from '../../viewer/splat-view.ts';

/** The frame that is shown. The person turns it with mouse, finger or keys. */
export function PlayerPicture() {
  const text = useText().player;
  const player = usePlayer();
  const ready = usePlayerState((state) => state.ready);
  const files = usePlayerState((state) => state.files);
  const frame = usePlayerState((state) => state.frame);
  const up = usePlayerState((state) => state.up);
  const container = useRef<HTMLDivElement>(null);
  const [viewer, setViewer] = useState<SplatView | null>(null);
  /** Number of the frame that the canvas shows. */
  const [shown, setShown] = useState<number | null>(null);

  useEffect(() => {
    const painter = new PicturePainter(container.current!, player.render);
    const opened = new SplatView(painter, {
      container: container.current!,
      onTurnStopped: () => undefined,
    });
    setViewer(opened);
    return () => opened.dispose();
  }, [player]);

  useEffect(() => viewer?.setLabel(text.canvas), [viewer, text]);
  useEffect(() => {
    if (!ready || !files) return;
    viewer?.load(files[frame].blob).then(
      () => setShown(frame),
      (error: unknown) => console.warn('A frame could not be drawn.', error),
    );
  }, [viewer, ready, files, frame, up]);

  return (
    <div className="viewer player-picture" data-shown={shown ?? undefined}>
      <div className="viewer-host" ref={container} />
      {shown === null && <p className="viewer-opening">{text.opening}</p>}
    </div>
  );
}
