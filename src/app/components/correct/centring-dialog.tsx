import { useRef, useState, type KeyboardEvent, type PointerEvent } from 'react';
import { NO_NUDGE, NUDGE_LIMITS, type Nudge } from '../../../core/corrections/corrections.ts';
import { useAppState, useText } from '../../context.ts';
import { useCorrectActions } from '../../correct/context.ts';
import { isForBrowser } from '../../shortcuts/keys.ts';
import { keyNudge, moved, scaled } from '../../correct/nudging.ts';
import { fill } from '../../i18n/index.ts';
import { correctionsOf, shownOf } from '../../select.ts';
import { BlobImage } from '../shared/blob-image.tsx';
import { CorrectDialogFrame } from './correct-dialog.tsx';
import { Slider } from './slider.tsx';

/** Factor of the scale per pixel of the wheel. */
const WHEEL = 0.001;

const percent = (value: number) => Math.round(100 * value).toString();

/** Moves and scales the mouse on the square that the networks get. */
export function CentringDialog() {
  const text = useText().correct;
  const actions = useCorrectActions();
  const cutout = useAppState((state) => shownOf(state)?.cutout);
  const placed = useAppState((state) => shownOf(state)?.placed);
  const before = useAppState((state) => correctionsOf(state).nudge ?? NO_NUDGE);
  const [nudge, setNudge] = useState<Nudge>(before);
  const stage = useRef<HTMLDivElement>(null);
  if (!cutout || !placed) return null;

  const drag = (event: PointerEvent) => {
    if (!event.currentTarget.hasPointerCapture(event.pointerId)) return;
    const side = stage.current!.clientWidth;
    const [right, down] = [event.movementX / side, event.movementY / side];
    setNudge((now) => moved(now, right, down));
  };
  const press = (event: KeyboardEvent) => {
    const next = isForBrowser(event) ? null : keyNudge(nudge, event.key, event.shiftKey);
    if (!next) return;
    event.preventDefault();
    setNudge(next);
  };
  const { min, max } = NUDGE_LIMITS.scale;
  const isNone = (one: Nudge) => one.scale === 1 && one.x === 0 && one.y === 0;
  return (
    <CorrectDialogFrame
      title={text.centring.title}
      hint={text.centring.hint}
      onApply={() => actions.apply({ nudge: isNone(nudge) ? undefined : nudge })}
      tools={
        <button
          type="button"
          className="button"
          disabled={isNone(nudge)}
          onClick={() => setNudge(NO_NUDGE)}
        >
          {text.reset}
        </button>
      }
    >
      <div className="centring">
        <div
          ref={stage}
          className="centring-stage"
          role="application"
          tabIndex={0}
          aria-label={text.centring.stage}
          onKeyDown={press}
          onPointerDown={({ currentTarget, pointerId }) =>
            currentTarget.setPointerCapture(pointerId)
          }
          onPointerMove={drag}
          onWheel={({ deltaY }) => setNudge((now) => scaled(now, Math.exp(-WHEEL * deltaY)))}
        >
          <BlobImage
            className="centring-ghost"
            blob={cutout}
            alt=""
            style={at(placed.box, NO_NUDGE)}
          />
          <BlobImage blob={cutout} alt="" style={at(placed.box, nudge)} />
          <span className="centring-cross" aria-hidden="true" />
        </div>
        <Slider
          label={text.centring.scale}
          shown={fill(text.centring.scaleText, { percent: percent(nudge.scale) })}
          value={Math.round(100 * Math.log2(nudge.scale))}
          min={100 * Math.log2(min)}
          max={100 * Math.log2(max)}
          step={1}
          onChange={(value) => setNudge((now) => ({ ...now, scale: 2 ** (value / 100) }))}
        />
        <p className="centring-moved" role="status">
          {fill(text.centring.moved, { right: percent(nudge.x), down: percent(nudge.y) })}
        </p>
      </div>
    </CorrectDialogFrame>
  );
}

interface Box {
  left: number;
  top: number;
  width: number;
  height: number;
}

/** Where the cut-out lies in the square. */
const at = ({ left, top, width, height }: Box, { scale, x, y }: Nudge) => ({
  left: `${100 * ((left - 0.5) * scale + 0.5 + x)}%`,
  top: `${100 * ((top - 0.5) * scale + 0.5 + y)}%`,
  width: `${100 * width * scale}%`,
  height: `${100 * height * scale}%`,
});
