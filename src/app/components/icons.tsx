import type { ReactNode } from 'react';

const icon = (paths: ReactNode) =>
  function Icon() {
    return (
      <svg className="icon" viewBox="0 0 24 24" aria-hidden="true">
        {paths}
      </svg>
    );
  };

export const PhotoIcon = icon(
  <>
    <rect x="3.5" y="5" width="17" height="14" rx="2.5" />
    <circle cx="9" cy="10" r="1.7" />
    <path d="m4 17 5-4.5 3.5 3L16 12l4.5 4" />
  </>,
);
export const CutoutIcon = icon(
  <path
    strokeDasharray="2.4 2.4"
    d="M4 15c1-3 3.5-4.5 5-5-.4-2.4 2.4-3.6 3.6-1.6 4.4-1.4 8 2 7.4 7.6H6c-1.2 0-1.8-.4-2-1Z"
  />,
);
export const SkeletonIcon = icon(
  <>
    <path d="M4.5 15 8 10.5l5-2 4.5 3.5 2 5M8 10.5 9.5 16M17.5 12 15 17" />
    <circle cx="8" cy="10.5" r="1.3" />
    <circle cx="13" cy="8.5" r="1.3" />
    <circle cx="17.5" cy="12" r="1.3" />
  </>,
);
export const SplatIcon = icon(
  <>
    <ellipse cx="10" cy="13.5" rx="5.5" ry="3.2" transform="rotate(-24 10 13.5)" />
    <ellipse cx="16" cy="9.5" rx="3.4" ry="2" transform="rotate(30 16 9.5)" />
    <circle cx="17.5" cy="16" r="1.4" />
    <circle cx="7" cy="6.5" r="1" />
  </>,
);
export const LockIcon = icon(
  <>
    <rect x="5.5" y="10.5" width="13" height="9" rx="2" />
    <path d="M8.5 10.5V8a3.5 3.5 0 0 1 7 0v2.5" />
  </>,
);
export const GearIcon = icon(
  <>
    <path d="M4 7.5h9M17 7.5h3M4 16.5h3M11 16.5h9" />
    <circle cx="15" cy="7.5" r="2" />
    <circle cx="9" cy="16.5" r="2" />
  </>,
);
export const ResetIcon = icon(<path d="M5 5v4.5h4.5M5.6 9.5a7 7 0 1 1-.4 4.7" />);
export const TurnIcon = icon(
  <>
    <ellipse cx="12" cy="13" rx="8.5" ry="3.6" />
    <path d="m13.5 14-2.7 2.6 2.7 2.6M12 9.4V4" />
  </>,
);
export const PlusIcon = icon(<path d="M12 6v12M6 12h12" />);
export const MinusIcon = icon(<path d="M6 12h12" />);
export const CloseIcon = icon(<path d="m6.5 6.5 11 11M17.5 6.5l-11 11" />);
export const DownloadIcon = icon(<path d="M12 4.5v10M7.5 10.5l4.5 4.5 4.5-4.5M5 19.5h14" />);
export const AlertIcon = icon(
  <>
    <path d="M12 4.5 21 19.5H3Z" />
    <path d="M12 10v4.5M12 17v.2" />
  </>,
);

/** A ring seen from above, with the camera of one view on it; the photo's own is filled. */
export function ViewIcon({ azimuthDeg }: { azimuthDeg: number }) {
  const angle = (azimuthDeg * Math.PI) / 180;
  return (
    <svg className="icon" viewBox="0 0 24 24" aria-hidden="true">
      <circle cx="12" cy="12" r="7.5" opacity=".6" />
      <circle
        cx={12 + 7.5 * Math.cos(angle)}
        cy={12 - 7.5 * Math.sin(angle)}
        r="2.4"
        fill="currentColor"
      />
    </svg>
  );
}
