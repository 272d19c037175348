import { useEffect, useRef, useState } from 'react';
import { isAbort } from '../../../core/errors.ts';
import { useText } from '../../context.ts';
import { prefersReducedMotion } from '../../hooks/reduced-motion.ts';
import { useViewState } from '../../viewer/context.ts';
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
  const { opening } = useText().viewer;
  const drawer = useViewState((state) => state.drawer);
  const container = useRef<HTMLDivElement>(null);
  const [viewer, setViewer] = useState<SplatViewer | null>(null);
  const [ready, setReady] = useState(false);

  useEffect(() => {
    const options = { container: container.current!, onTurnStopped: () => undefined };
    const opened = openViewer(options, drawer);
    setViewer(opened);
    return () => opened.dispose();
  }, [drawer]);

  useEffect(() => {
    viewer?.load(ply).then(
      () => setReady(true),
      (error) => !isAbort(error) && console.warn('The splat could not be shown.', error),
    );
  }, [viewer, ply]);
  useEffect(() => viewer?.setAutoTurn(!still && !prefersReducedMotion()), [viewer, still]);
  useEffect(() => viewer?.setLabel(label), [viewer, label]);

  return (
    <div className="kiosk-viewer" data-ready={ready || undefined}>
      <div className="viewer-host" ref={container} />
      {!ready && <p className="kiosk-opening">{opening}</p>}
    </div>
  );
}
