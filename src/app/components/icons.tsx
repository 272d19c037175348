import type { ReactNode } from 'react';

const icon = (paths: ReactNode, viewBox = '0 0 24 24') =>
  function Icon() {
    return (
      <svg className="icon" viewBox={viewBox} aria-hidden="true">
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
/** A mouse from the side, on a field of 4…28. */
const MOUSE =
  'M5.5 20c1.2-2.8 3.5-4.7 5.9-5.3-.4-3 3.6-4.2 4.9-1.3 5.8-1.7 10 2.4 9.3 8.6H8c-1.6 0-2.5-.8-2.5-2Z';
const MOUSE_FIELD = '4 5 24 24';

export const CutoutIcon = icon(<path strokeDasharray="1.9 1.9" d={MOUSE} />, MOUSE_FIELD);
export const SkeletonIcon = icon(
  <>
    <path d={MOUSE} strokeWidth="1" opacity=".45" />
    <path d="m6.5 19.5 5.5-2.2 5-1 4.5 1 2.700 3.5M17 16.3l-1.5 5M21.5 17.3l-1 4" />
    <circle cx="12" cy="17.3" r=".9" fill="currentColor" />
    <circle cx="17" cy="16.3" r=".9" fill="currentColor" />
    <circle cx="21.5" cy="17.3" r=".9" fill="currentColor" />
  </>,
  MOUSE_FIELD,
);
const SPLATS = [
  [8, 20, 1.2],
  [10.5, 18.8, 1.8],
  [13, 14.3, 1.7],
  [14, 18.2, 2.6],
  [18.2, 17.6, 3.2],
  [22, 19, 2.5],
  [25.3, 20.6, 1],
  [27, 19.3, 0.7],
];
export const SplatIcon = icon(
  SPLATS.map(([x, y, r]) => (
    <circle key={x} cx={x} cy={y} r={r} fill="currentColor" stroke="none" opacity=".75" />
  )),
  MOUSE_FIELD,
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
