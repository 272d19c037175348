import type { ReactNode } from 'react';
import type { FrameState } from '../../select.ts';

interface Props {
  label: string;
  detail?: string;
  state: FrameState;
  /** Drawn until there is a picture. */
  ghost: ReactNode;
  children?: ReactNode;
}

/** One picture of the trail with its label. */
export function Frame({ label, detail, state, ghost, children }: Props) {
  return (
    <li className="frame" data-step={state}>
      <div className="frame-picture">
        {children ?? <span className="frame-ghost">{ghost}</span>}
      </div>
      <p className="frame-label">
        {label}
        {detail && <small>{detail}</small>}
      </p>
    </li>
  );
}
