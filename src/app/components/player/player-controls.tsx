import { useId } from 'react';
import { UP_AXES } from '../../../core/camera/upright.ts';
import { useText } from '../../context.ts';
import { fill } from '../../i18n/index.ts';
import { usePlayer, usePlayerState } from '../../player/context.ts';
import { FPS } from '../../player/store.ts';
import { PauseIcon, PlayIcon } from '../shared/icons.tsx';

/** Axis and, for a sequence, time: play, position, speed. */
export function PlayerControls() {
  const files = usePlayerState((state) => state.files);
  const frame = usePlayerState((state) => state.frame);
  if (!files) return null;
  return (
    <div className="player-controls">
      {files.length > 1 && <Timeline count={files.length} frame={frame} />}
      <p className="player-name">{files[frame].name}</p>
      {files.length > 1 && <Speed />}
      <Up />
    </div>
  );
}

function Timeline({ count, frame }: { count: number; frame: number }) {
  const text = useText().player;
  const { actions } = usePlayer();
  const playing = usePlayerState((state) => state.playing);
  const position = fill(text.position, { frame: frame + 1, count });
  const label = playing ? text.pause : text.play;
  return (
    <div className="player-timeline">
      <button
        type="button"
        className="button button-icon"
        aria-label={label}
        title={label}
        onClick={() => actions.setPlaying(!playing)}
      >
        {playing ? <PauseIcon /> : <PlayIcon />}
      </button>
      <input
        type="range"
        aria-label={text.frame}
        aria-valuetext={position}
        min={0}
        max={count - 1}
        value={frame}
        onChange={({ target }) => actions.seek(target.valueAsNumber)}
      />
      <output>{position}</output>
    </div>
  );
}

function Speed() {
  const text = useText().player;
  const { actions } = usePlayer();
  const fps = usePlayerState((state) => state.fps);
  const id = useId();
  return (
    <div className="player-field">
      <label htmlFor={id}>{text.fps}</label>
      <input
        id={id}
        type="number"
        defaultValue={fps}
        min={FPS.min}
        max={FPS.max}
        step={1}
        onChange={({ target }) => {
          if (target.value !== '' && target.validity.valid) actions.setFps(target.valueAsNumber);
        }}
      />
    </div>
  );
}

function Up() {
  const text = useText().player;
  const { actions } = usePlayer();
  const up = usePlayerState((state) => state.up);
  const id = useId();
  return (
    <div className="player-field">
      <label htmlFor={id}>{text.up}</label>
      <select
        id={id}
        value={up}
        onChange={({ target }) => {
          const axis = UP_AXES.find((each) => each === target.value);
          if (axis) actions.setUp(axis);
        }}
      >
        {UP_AXES.map((axis) => (
          <option key={axis} value={axis}>
            {axis.replace('-', '−')}
          </option>
        ))}
      </select>
    </div>
  );
}
