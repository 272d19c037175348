import { MOUSE_BODY, MOUSE_TAIL } from '../shared/mouse-shape.ts';
import './rig-art.css';

const RING = { cx: 300, cy: 168, rx: 250, ry: 78 };

/** Six cameras around the mouse. The first one, in front, took the photo. The model makes the views of the other five. */
const CAMERAS = [90, 150, 210, 270, 330, 30].map((angle, index) => {
  const a = (angle * Math.PI) / 180;
  const x = RING.cx + RING.rx * Math.cos(a);
  const y = RING.cy + RING.ry * Math.sin(a);
  return { index, x, y, scale: 0.8 + 0.35 * ((Math.sin(a) + 1) / 2) };
});

/** A drawing of a mouse and the six cameras around it. */
export function RigArt() {
  return (
    <svg className="rig-art" viewBox="0 0 600 280" aria-hidden="true">
      <ellipse className="rig-floor" cx="300" cy="186" rx="120" ry="26" />
      <ellipse className="rig-ring" {...RING} />
      <ellipse className="rig-ticks" {...RING} pathLength="360" />
      {CAMERAS.map(({ index, x, y }) => (
        <line
          key={index}
          className={index === 0 ? 'rig-ray rig-ray-photo' : 'rig-ray'}
          x1={x}
          y1={y - 14}
          x2={300 + (x - 300) * 0.36}
          y2={140 + (y - 154) * 0.36}
        />
      ))}
      <g className="rig-mouse" transform="translate(176 62) scale(1.24)">
        <path className="rig-tail" d={MOUSE_TAIL} fill="none" />
        <path d={MOUSE_BODY} />
        <circle className="rig-eye" cx="43" cy="70" r="3.2" />
        <path className="rig-ear" d="M54 57c-1-12 12-17 17-6" fill="none" />
      </g>
      {CAMERAS.map(({ index, x, y, scale }) => (
        <g
          key={index}
          className={index === 0 ? 'rig-camera rig-camera-photo' : 'rig-camera'}
          style={{ animationDelay: `${index * 0.5}s` }}
          transform={`translate(${x.toFixed(1)} ${(y - 12).toFixed(1)}) scale(${scale.toFixed(2)})`}
        >
          <rect x="-19" y="-15" width="38" height="30" rx="6" />
          {index === 0 ? <path d="m-12 8 8-9 6 6 4-4 7 7" /> : <circle r="7" />}
        </g>
      ))}
    </svg>
  );
}
