import { useEffect, useRef, useState } from 'react';
import { useApp, useText } from '../../context.ts';
import { prefersReducedMotion } from '../../hooks/reduced-motion.ts';
import { openViewer } from '../../viewer/open-viewer.ts';
import type { SplatViewer } from '../../viewer/types.ts';

interface Props {
  ply: Blob;
  /** Accessible name of the picture. */
  label: string;
  /** Whether the mouse stands still, because a run needs the processor. */
  still?: boolean;
}

/** The splat, which turns by itself until a visitor turns it. It has no buttons: on a booth there is nothing to save. */
export function KioskViewer({ ply, label, still = false }: Props) {
  const { renderOrbit } = useApp();
  const { opening } = useText().viewer;
  const container = useRef<HTMLDivElement>(null);
  const [viewer, setViewer] = useState<SplatViewer | null>(null);
  const [ready, setReady] = useState(false);

  useEffect(() => {
    let unmounted = false;
    let opened: SplatViewer | undefined;
    const options = { container: container.current!, renderOrbit, onTurnStopped: () => undefined };
    void openViewer(options).then((made) => {
      opened = made;
      if (unmounted) made.dispose();
      else setViewer(made);
    });
    return () => {
      unmounted = true;
      opened?.dispose();
    };
  }, [renderOrbit]);

  useEffect(() => {
    // Without WebGL the worker draws, and it is busy during a run.
    if (!viewer || (still && viewer.kind === 'picture')) return;
    viewer.load(ply).then(
      () => setReady(true),
      (error) => console.warn('The splat could not be shown.', error),
    );
  }, [viewer, ply, still]);
  useEffect(() => viewer?.setAutoTurn(!still && !prefersReducedMotion()), [viewer, still]);
  useEffect(() => viewer?.setLabel(label), [viewer, label]);

  return (
    <div className="kiosk-viewer" data-viewer={viewer?.kind} data-ready={ready || undefined}>
      <div className="viewer-host" ref={container} />
      {!ready && <p className="kiosk-opening">{opening}</p>}
    </div>
  );
}
