import type { ReactNode } from 'react';
import type { PictureState } from '../../select.ts';

interface Props {
  label: string;
  detail?: string;
  state: PictureState;
  /** Shown until the picture exists. */
  placeholder: ReactNode;
  /** The picture. */
  children?: ReactNode;
  /** Buttons on the picture. */
  buttons?: ReactNode;
}

/** One picture of the trail, with a label under it. */
export function TrailPicture({ label, detail, state, placeholder, children, buttons }: Props) {
  return (
    <li className="frame" data-step={state}>
      <div className="frame-picture">
        {children ?? <span className="frame-ghost">{placeholder}</span>}
        {buttons && <div className="correct-buttons">{buttons}</div>}
      </div>
      <p className="frame-label">
        {label}
        {detail && <small>{detail}</small>}
      </p>
    </li>
  );
}
