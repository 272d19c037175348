import type { ReactNode } from 'react';
import type { PictureState } from '../../select.ts';

interface Props {
  className?: string;
  label: string;
  detail?: string;
  /** Whether the picture has the label as its name. Then screen readers do not read it twice. */
  named?: boolean;
  state: PictureState;
  /** Shown until the picture exists. */
  placeholder: ReactNode;
  /** The picture. */
  children?: ReactNode;
  /** Buttons on the picture. */
  buttons?: ReactNode;
}

/** One picture of the trail, with a label under it. */
export function TrailPicture(props: Props) {
  const { className = '', label, detail, named, state, placeholder, children, buttons } = props;
  return (
    <li className={`frame ${className}`} data-step={state}>
      <div className="frame-picture">
        {children ?? <span className="frame-ghost">{placeholder}</span>}
        {buttons && <div className="correct-buttons">{buttons}</div>}
      </div>
      <p className="frame-label">
        <span aria-hidden={named}>{label}</span>
        {detail && <small>{detail}</small>}
      </p>
    </li>
  );
}
