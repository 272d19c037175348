import { useEffect, useRef, useState } from 'react';
import { isAbort } from '../../../core/errors.ts';
import { useAppState, useText } from '../../context.ts';
import { titleOf } from '../../exports/select.ts';
import { prefersReducedMotion } from '../../hooks/reduced-motion.ts';
import { useCoarsePointer } from '../../hooks/use-coarse-pointer.ts';
import { useFullScreen } from '../../hooks/use-full-screen.ts';
import { isBusy } from '../../run-machine.ts';
import { useViewActions, useViewState } from '../../viewer/context.ts';
import { openViewer } from '../../viewer/open-viewer.ts';
import type { SplatViewer } from '../../viewer/types.ts';
import { saveBlob } from '../../zip.ts';
import { ViewWipe } from './view-wipe.tsx';
import { ViewerTools } from './viewer-tools.tsx';
import './viewer-3d.css';
import './view-wipe.css';

interface Props {
  ply: Blob;
  /** Whether something else is shown in its place. */
  hidden?: boolean;
}

/** Shows the splat. The user turns it with mouse, finger or keys. */
export function Viewer3D({ ply, hidden = false }: Props) {
  const text = useText().viewer;
  const title = useAppState(titleOf);
  const busy = useAppState((state) => isBusy(state.run));
  const section = useRef<HTMLElement>(null);
  const container = useRef<HTMLDivElement>(null);
  const [viewer, setViewer] = useState<SplatViewer | null>(null);
  /** The splat that is shown, or that could not be shown. */
  const [shown, setShown] = useState<Blob | null>(null);
  const [failed, setFailed] = useState<Blob | null>(null);
  const [turning, setTurning] = useState(() => !prefersReducedMotion());
  const fullScreen = useFullScreen(section);
  const touch = useCoarsePointer();
  const { arrive, leave } = useViewActions();
  const drawer = useViewState((state) => state.drawer);
  const backdrop = useViewState((state) => state.backdrop);
  const style = useViewState((state) => state.style);
  const flight = useViewState((state) => state.flight);
  const arrived = useViewState((state) => state.arrived);

  useEffect(() => {
    const options = {
      container: container.current!,
      onTurnStopped: () => setTurning(false),
      onArrived: arrive,
      onInput: leave,
    };
    const opened = openViewer(options, drawer);
    setViewer(opened);
    return () => opened.dispose();
  }, [drawer, arrive, leave]);

  useEffect(() => {
    viewer?.load(ply).then(
      () => setShown(ply),
      (error) => {
        if (isAbort(error)) return;
        console.warn('The splat could not be shown.', error);
        setFailed(ply);
      },
    );
  }, [viewer, ply]);

  // There is no automatic turn during a run, because the run needs the processor.
  useEffect(
    () => viewer?.setAutoTurn(turning && !busy && !hidden),
    [viewer, turning, busy, hidden],
  );
  useEffect(() => viewer?.setLabel(text.canvas), [viewer, text]);
  useEffect(() => viewer?.setStyle(style), [viewer, style]);
  useEffect(() => viewer?.flyTo(flight?.camera ?? null), [viewer, flight]);
  useEffect(() => {
    if (!flight) return;
    // The focus is on the view that was clicked, outside of the viewer.
    // What is open over the page is closed first.
    const onKey = ({ key, defaultPrevented }: KeyboardEvent) =>
      key === 'Escape' &&
      !defaultPrevented &&
      !document.querySelector('dialog:modal, :popover-open') &&
      leave();
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, [flight, leave]);
  // The cameras of the views are about one splat.
  useEffect(() => leave, [ply, leave]);

  const save = async () => {
    const picture = await viewer?.snapshot().catch((error: unknown) => {
      console.warn('The picture could not be saved.', error);
      return null;
    });
    if (picture) saveBlob(picture, `${title}-3d.png`);
  };

  return (
    <section
      ref={section}
      className="viewer"
      aria-label={text.label}
      data-view={flight?.number}
      data-arrived={arrived || undefined}
    >
      <div className="viewer-host" data-backdrop={backdrop} ref={container} />
      {flight && arrived && <ViewWipe flight={flight} />}
      {failed === ply && <p className="viewer-opening">{text.failed}</p>}
      {shown === null && failed !== ply && <p className="viewer-opening">{text.opening}</p>}
      <p className="viewer-hint">{touch ? text.hintTouch : text.hint}</p>
      <ViewerTools
        viewer={viewer}
        turning={turning}
        setTurning={setTurning}
        fullScreen={fullScreen}
        save={() => void save()}
      />
    </section>
  );
}
