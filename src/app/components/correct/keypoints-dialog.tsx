import { useMemo, useRef, useState, type KeyboardEvent, type PointerEvent } from 'react';
import { KEYPOINT_NAMES } from '../../../core/mouse/keypoints.ts';
import type { Placed } from '../../../worker/protocol.ts';
import { useAppState, useText } from '../../context.ts';
import { useCorrectActions } from '../../correct/context.ts';
import {
  closeUpOf,
  movedOf,
  pointsOf,
  withPoint,
  withPoints,
  type MovedPoints,
} from '../../correct/moved-points.ts';
import { fill } from '../../i18n/index.ts';
import { correctionsOf, shownOf } from '../../select.ts';
import { isForBrowser } from '../../shortcuts/keys.ts';
import type { SkeletonPoints } from '../../state.ts';
import { BlobImage } from '../shared/blob-image.tsx';
import { Bones, sideOf } from '../run/skeleton-picture.tsx';
import { CorrectDialogFrame } from './correct-dialog.tsx';

/** Moves keypoints on the subject. */
export function KeypointsDialog() {
  const result = useAppState(shownOf);
  const { subject, placed, skeleton } = result ?? {};
  return subject && placed && skeleton ? (
    <Editor subject={subject} placed={placed} skeleton={skeleton} />
  ) : null;
}

interface Props {
  subject: Blob;
  placed: Placed;
  skeleton: SkeletonPoints;
}

/** What an arrow key moves, −1…1 being the whole subject, and with Shift. */
const STEP = { near: 0.006, far: 0.05 } as const;

const ARROWS: Readonly<Record<string, readonly [number, number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

function Editor({ subject, placed, skeleton }: Props) {
  const text = useText().correct;
  const actions = useCorrectActions();
  const before = useAppState((state) => correctionsOf(state).keypoints);
  const [points, setPoints] = useState<MovedPoints>(() => pointsOf(before, placed));
  const [chosen, setChosen] = useState<number | null>(null);
  const drawing = useRef<SVGSVGElement>(null);
  const uv = useMemo(() => withPoints(skeleton.uv, points), [skeleton, points]);
  const near = useMemo(() => closeUpOf(skeleton.uv), [skeleton]);
  const place = (keypoint: number, u: number, v: number) =>
    setPoints(withPoint(points, keypoint, [u, v]));

  const drag = (event: PointerEvent, keypoint: number) => {
    if (!event.currentTarget.hasPointerCapture(event.pointerId)) return;
    const { left, top, width, height } = drawing.current!.getBoundingClientRect();
    const u = (2 * (event.clientX - left)) / width - 1;
    place(keypoint, u, (2 * (event.clientY - top)) / height - 1);
  };
  const press = (event: KeyboardEvent, keypoint: number) => {
    const arrow = ARROWS[event.key];
    if (!arrow || isForBrowser(event)) return;
    event.preventDefault();
    const step = event.shiftKey ? STEP.far : STEP.near;
    place(keypoint, uv[2 * keypoint] + step * arrow[0], uv[2 * keypoint + 1] + step * arrow[1]);
  };
  const said = (keypoint: number) =>
    fill(text.keypoints.selected, {
      name: text.keypoints.names[KEYPOINT_NAMES[keypoint]],
      right: uv[2 * keypoint].toFixed(2),
      down: uv[2 * keypoint + 1].toFixed(2),
    });
  const moved = fill(text.keypoints.moved, { count: points.size, all: KEYPOINT_NAMES.length });
  return (
    <CorrectDialogFrame
      title={text.keypoints.title}
      hint={text.keypoints.hint}
      onApply={() => actions.apply({ keypoints: movedOf(points, placed) })}
      tools={
        <button
          type="button"
          className="button"
          disabled={points.size === 0}
          onClick={() => setPoints(new Map())}
        >
          {text.reset}
        </button>
      }
    >
      <div className="keypoints">
        <div className="keypoints-stage">
          <div
            className="skeleton"
            style={{
              transform: `scale(${near.zoom}) translate(${-50 * near.x}%, ${-50 * near.y}%)`,
            }}
          >
            <BlobImage blob={subject} alt="" />
            <svg
              ref={drawing}
              viewBox="-1 -1 2 2"
              role="group"
              aria-label={text.keypoints.title}
              style={{ strokeWidth: 0.014 / near.zoom }}
            >
              <Bones uv={uv} />
              {KEYPOINT_NAMES.map((name, keypoint) => (
                <circle
                  key={name}
                  className={`joint joint-${sideOf(keypoint)} keypoint`}
                  data-moved={points.has(keypoint) || undefined}
                  cx={uv[2 * keypoint]}
                  cy={uv[2 * keypoint + 1]}
                  r={0.034 / near.zoom}
                  role="button"
                  tabIndex={0}
                  aria-label={text.keypoints.names[name]}
                  onFocus={() => setChosen(keypoint)}
                  onKeyDown={(event) => press(event, keypoint)}
                  onPointerDown={(event) => {
                    event.currentTarget.setPointerCapture(event.pointerId);
                    setChosen(keypoint);
                  }}
                  onPointerMove={(event) => drag(event, keypoint)}
                />
              ))}
            </svg>
          </div>
        </div>
        <p className="keypoints-said" role="status">
          {chosen === null ? moved : `${said(chosen)} · ${moved}`}
        </p>
      </div>
    </CorrectDialogFrame>
  );
}
