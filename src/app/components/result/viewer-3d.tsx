import { useEffect, useRef, useState, type ReactNode } from 'react';
import { useApp, useAppState, useText } from '../../context.ts';
import { titleOf } from '../../exports/select.ts';
import { prefersReducedMotion } from '../../hooks/reduced-motion.ts';
import { isBusy } from '../../run-machine.ts';
import { openViewer } from '../../viewer/open-viewer.ts';
import type { SplatViewer } from '../../viewer/types.ts';
import { CameraIcon, MinusIcon, PlusIcon, ResetIcon, TurnIcon } from '../shared/icons.tsx';
import { saveBlob } from '../../zip.ts';
import './viewer-3d.css';

interface ToolButtonProps {
  label: string;
  /** Whether the tool is on; undefined for a tool that cannot be on. */
  pressed?: boolean;
  onClick(): void;
  children: ReactNode;
}

function ToolButton({ label, pressed, onClick, children }: ToolButtonProps) {
  return (
    <button
      type="button"
      className="button button-icon"
      aria-label={label}
      title={label}
      aria-pressed={pressed}
      onClick={onClick}
    >
      {children}
    </button>
  );
}

interface Props {
  ply: Blob;
  /** Whether something else is shown in its place. */
  hidden?: boolean;
}

/** Shows the splat. The user turns it with mouse, finger or keys. */
export function Viewer3D({ ply, hidden = false }: Props) {
  const { renderOrbit } = useApp();
  const { viewer: text, takeaway } = useText();
  const title = useAppState(titleOf);
  const busy = useAppState((state) => isBusy(state.run));
  const container = useRef<HTMLDivElement>(null);
  const [viewer, setViewer] = useState<SplatViewer | null>(null);
  const [ready, setReady] = useState(false);
  const [turning, setTurning] = useState(() => !prefersReducedMotion());

  useEffect(() => {
    let unmounted = false;
    let mounted: SplatViewer | undefined;
    void openViewer({
      container: container.current!,
      renderOrbit,
      onTurnStopped: () => setTurning(false),
    }).then((opened) => {
      mounted = opened;
      if (unmounted) opened.dispose();
      else setViewer(opened);
    });
    return () => {
      unmounted = true;
      mounted?.dispose();
    };
  }, [renderOrbit]);

  // Without WebGL the worker draws. The splat of the page's own run waits until that run has ended.
  const opened = useAppState((state) => state.opened !== null || state.viewed !== null);
  const waiting = viewer?.kind === 'picture' && busy && !opened;
  useEffect(() => {
    if (!viewer || waiting) return;
    viewer.load(ply).then(
      () => setReady(true),
      (error) => console.warn('The splat could not be shown.', error),
    );
  }, [viewer, ply, waiting]);

  // There is no automatic turn during a run, because the run needs the processor.
  useEffect(
    () => viewer?.setAutoTurn(turning && !busy && !hidden),
    [viewer, turning, busy, hidden],
  );
  useEffect(() => viewer?.setLabel(text.canvas), [viewer, text]);

  const save = async () => {
    const picture = await viewer?.snapshot();
    if (picture) saveBlob(picture, `${title}-3d.png`);
  };

  return (
    <section className="viewer" aria-label={text.label} data-viewer={viewer?.kind}>
      <div className="viewer-host" ref={container} />
      {!ready && <p className="viewer-opening">{text.opening}</p>}
      <p className="viewer-hint">{viewer?.kind === 'picture' ? text.picture : text.hint}</p>
      <div className="viewer-tools">
        <ToolButton label={text.turn} pressed={turning} onClick={() => setTurning(!turning)}>
          <TurnIcon />
        </ToolButton>
        <ToolButton label={text.zoomOut} onClick={() => viewer?.zoom(1 / 1.25)}>
          <MinusIcon />
        </ToolButton>
        <ToolButton label={text.zoomIn} onClick={() => viewer?.zoom(1.25)}>
          <PlusIcon />
        </ToolButton>
        <ToolButton label={text.reset} onClick={() => viewer?.reset()}>
          <ResetIcon />
        </ToolButton>
        <ToolButton label={takeaway.snapshot} onClick={() => void save()}>
          <CameraIcon />
        </ToolButton>
      </div>
    </section>
  );
}
