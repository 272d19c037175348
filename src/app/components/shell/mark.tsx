import { MOUSE_BODY, MOUSE_TAIL } from '../shared/mouse-shape.ts';

/** The page's logo: a mouse on the ring of cameras. */
export function Mark() {
  return (
    <svg className="mark" viewBox="0 0 36 32" aria-hidden="true">
      <ellipse cx="18" cy="20" rx="16.5" ry="8" className="mark-ring" />
      <g className="mark-mouse" transform="translate(2.2 6) scale(.15)">
        <path d={MOUSE_TAIL} className="mark-tail" />
        <path d={MOUSE_BODY} />
      </g>
      <circle cx="18" cy="28" r="2.2" className="mark-eye" />
    </svg>
  );
}
