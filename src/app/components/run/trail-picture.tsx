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
}

/** One picture of the trail, with a label under it. */
export function TrailPicture({ label, detail, state, placeholder, children }: Props) {
  return (
    <li className="frame" data-step={state}>
      <div className="frame-picture">
        {children ?? <span className="frame-ghost">{placeholder}</span>}
      </div>
      <p className="frame-label">
        {label}
        {detail && <small>{detail}</small>}
      </p>
    </li>
  );
}
