import type { ReactNode } from 'react';
import { MOUSE_BODY, MOUSE_TAIL } from './mouse-shape.ts';

const BONES = 'm18 83 36-17 32-10 36-4 30 26M86 56 66 96M152 78l-12 19';
const JOINTS = [
  [18, 83],
  [54, 66],
  [86, 56],
  [122, 52],
  [152, 78],
  [66, 96],
  [140, 97],
];
/** Circles: x, y and radius of each. */
const SPLATS = [
  [24, 80, 8],
  [40, 72, 11],
  [60, 68, 14],
  [63, 44, 13],
  [88, 70, 18],
  [116, 60, 22],
  [144, 76, 20],
  [128, 90, 10],
  [64, 90, 7],
  [172, 97, 4],
  [186, 97, 4],
  [199, 88, 4],
  [192, 74, 4],
];

export const icon = (paths: ReactNode, viewBox = '0 0 24 24') =>
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
const MOUSE_FIELD = '0 0 212 140';

export const CutoutIcon = icon(
  <g strokeWidth="8" strokeDasharray="15 14">
    <path d={MOUSE_TAIL} />
    <path d={MOUSE_BODY} />
  </g>,
  MOUSE_FIELD,
);
export const SkeletonIcon = icon(
  <>
    <g strokeWidth="4" opacity=".5">
      <path d={MOUSE_TAIL} />
      <path d={MOUSE_BODY} />
    </g>
    <path d={BONES} strokeWidth="7" />
    {JOINTS.map(([x, y]) => (
      <circle key={x} cx={x} cy={y} r="6.5" fill="currentColor" stroke="none" />
    ))}
  </>,
  MOUSE_FIELD,
);
export const SplatIcon = icon(
  SPLATS.map(([x, y, r]) => (
    <circle key={x} cx={x} cy={y} r={r} fill="currentColor" stroke="none" opacity=".6" />
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
export const CameraIcon = icon(
  <>
    <path d="M4 8.5h3.5L9 6h6l1.5 2.5H20v10H4Z" />
    <circle cx="12" cy="13" r="3.2" />
  </>,
);
export const TurnIcon = icon(
  <>
    <ellipse cx="12" cy="13" rx="8.5" ry="3.6" />
    <path d="m13.5 14-2.7 2.6 2.7 2.6M12 9.4V4" />
  </>,
);
export const FrameIcon = icon(
  <>
    <path d="M4.5 8.5v-4h4M15.5 4.5h4v4M19.5 15.5v4h-4M8.5 19.5h-4v-4" />
    <ellipse cx="12" cy="12" rx="4.4" ry="3" />
  </>,
);
export const PointsIcon = icon(
  [
    [7, 8],
    [12, 6],
    [17, 9],
    [8, 14],
    [13, 12],
    [17, 16],
    [12, 18],
  ].map(([x, y]) => (
    <circle key={`${x} ${y}`} cx={x} cy={y} r="1.3" fill="currentColor" stroke="none" />
  )),
);
export const FullScreenIcon = icon(
  <path d="M9.5 9.5 4.5 4.5M4.5 8.5v-4h4M14.5 14.5l5 5M19.5 15.5v4h-4" />,
);
export const PlayIcon = icon(<path d="M8 5.5v13l10.5-6.5Z" />);
export const PauseIcon = icon(<path d="M8.5 6v12M15.5 6v12" />);
export const PlusIcon = icon(<path d="M12 6v12M6 12h12" />);
export const MinusIcon = icon(<path d="M6 12h12" />);
export const CloseIcon = icon(<path d="m6.5 6.5 11 11M17.5 6.5l-11 11" />);
export const PencilIcon = icon(
  <path d="M5 19l.8-3.6L15.9 5.3l2.8 2.8L8.6 18.2ZM13.8 7.4l2.8 2.8" />,
);
export const TrashIcon = icon(
  <path d="M5 7.5h14M9.5 7.5V5h5v2.5M7 7.5l.8 12h8.4l.8-12M10.3 10.5l.3 6M13.7 10.5l-.3 6" />,
);
export const BackIcon = icon(<path d="m14 6-6 6 6 6" />);
export const ForwardIcon = icon(<path d="m10 6 6 6-6 6" />);
export const DownloadIcon = icon(<path d="M12 4.5v10M7.5 10.5l4.5 4.5 4.5-4.5M5 19.5h14" />);
export const AlertIcon = icon(
  <>
    <path d="M12 4.5 21 19.5H3Z" />
    <path d="M12 10v4.5M12 17v.2" />
  </>,
);

/** The ring of cameras from above. The dot is the camera of one view. */
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
