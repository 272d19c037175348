import { useRef, useState, type KeyboardEvent, type PointerEvent } from 'react';
import type { ShownViews } from '../../../worker/protocol.ts';
import { useActions, useAppState, useText } from '../../context.ts';
import { rigDrawing, type Outlook, type Point } from '../../posed/rig-drawing.ts';
import { isForBrowser } from '../../shortcuts/keys.ts';
import './rig-picture.css';

const FIRST: Outlook = { azimuthDeg: -60, elevationDeg: 25 };

/** Degrees per pixel of a drag, and per key. */
const DRAG_DEG = 0.5;
const KEY_DEG = 10;

const KEYS: Readonly<Record<string, readonly [azimuth: number, elevation: number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, 1],
  ArrowDown: [0, -1],
};

const turned = (from: Outlook, azimuth: number, elevation: number): Outlook => ({
  azimuthDeg: from.azimuthDeg + azimuth,
  elevationDeg: Math.min(85, Math.max(-85, from.elevationDeg + elevation)),
});

const pathOf = (points: readonly Point[]) =>
  `M${points.map(([x, y]) => `${x.toFixed(4)} ${y.toFixed(4)}`).join('L')}`;

/** The cameras of posed views around the mouse, in 3D. Drags and arrow keys turn it. */
export function RigPicture({ views, mouse = [0, 0, 0] }: Pick<ShownViews, 'views' | 'mouse'>) {
  const text = useText().posed.rig;
  const { look } = useActions();
  const chosen = useAppState((state) => state.look.view);
  const [outlook, setOutlook] = useState(FIRST);
  const dragged = useRef(false);
  const cameras = views.map(({ camera }) => camera);
  const { cameras: drawn, ...scene } = rigDrawing(cameras, mouse, outlook);

  const onKeyDown = (event: KeyboardEvent) => {
    const step = KEYS[event.key];
    if (!step || isForBrowser(event)) return;
    event.preventDefault();
    setOutlook(turned(outlook, KEY_DEG * step[0], KEY_DEG * step[1]));
  };
  const onPointerMove = ({ buttons, movementX, movementY }: PointerEvent) => {
    if (buttons !== 1) return;
    dragged.current ||= movementX !== 0 || movementY !== 0;
    setOutlook((from) => turned(from, -DRAG_DEG * movementX, DRAG_DEG * movementY));
  };
  // A drag that ends on a camera does not choose it.
  const choose = (view: number) => dragged.current || look({ view });

  return (
    <svg
      className="rig-picture"
      viewBox="-1.08 -1.08 2.16 2.16"
      role="img"
      aria-label={text.drawing}
      tabIndex={0}
      onKeyDown={onKeyDown}
      onPointerDown={({ currentTarget, pointerId }) => {
        dragged.current = false;
        currentTarget.setPointerCapture(pointerId);
      }}
      onPointerMove={onPointerMove}
      onPointerUp={({ clientX, clientY }) => {
        const under = document.elementFromPoint(clientX, clientY)?.closest('[data-view]');
        const view = under?.getAttribute('data-view');
        if (view) choose(Number(view));
      }}
    >
      <path className="rig-picture-ring" d={`${pathOf(scene.ring)}Z`} />
      {drawn.map(({ view, centre, near }) => (
        <path
          key={view}
          className="rig-picture-ray"
          d={pathOf([centre, scene.mouse])}
          opacity={0.25 + 0.5 * near}
        />
      ))}
      <path className="rig-picture-up" d={pathOf([scene.mouse, scene.up])} />
      <circle className="rig-picture-up-end" cx={scene.up[0]} cy={scene.up[1]} r="0.018" />
      <circle className="rig-picture-mouse" cx={scene.mouse[0]} cy={scene.mouse[1]} r="0.055" />
      {drawn.map(({ view, centre, corners, near }) => (
        <g
          key={view}
          className="rig-picture-camera"
          data-view={view}
          data-chosen={view === chosen || undefined}
          opacity={0.45 + 0.55 * near}
        >
          <path className="rig-picture-frame" d={`${pathOf(corners)}Z`} />
          <path d={corners.map((corner) => pathOf([centre, corner])).join('')} />
          <path className="rig-picture-top" d={pathOf(corners.slice(0, 2))} />
          <circle cx={centre[0]} cy={centre[1]} r="0.058" />
          <text x={centre[0]} y={centre[1]}>
            {view + 1}
          </text>
        </g>
      ))}
    </svg>
  );
}
