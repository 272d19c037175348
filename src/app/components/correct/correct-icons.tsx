import { icon } from '../shared/icons.tsx';

export const BrushIcon = icon(
  <>
    <path d="m13.5 14.5 7-11-11 7" />
    <path d="M9.5 10.5c-2.5 0-4 1.6-4 4 0 2-.8 3.4-2.5 4.5 4 1.6 10 1 10.5-4.5" />
  </>,
);
export const EraserIcon = icon(
  <>
    <path d="M8.5 19.5 3.5 14.5 14 4l6 6-9.5 9.5zM20.5 19.5h-12" />
    <path d="m9 9 6 6" />
  </>,
);
export const GrowIcon = icon(
  <>
    <circle cx="12" cy="12" r="2" />
    <circle cx="12" cy="12" r="8.5" strokeDasharray="3 2.3" />
    <path d="M12 7V4.5M12 19.5V17M17 12h2.5M4.5 12H7" />
  </>,
);
export const OnlyIcon = icon(
  <>
    <circle cx="9" cy="13" r="5.5" />
    <path d="m6.5 13 2 2 3.5-4" />
    <circle cx="18.5" cy="6.5" r="2.5" strokeDasharray="2 2" />
  </>,
);
export const HandIcon = icon(
  <path d="M12 3v18M3 12h18M9.5 5.5 12 3l2.5 2.5M9.5 18.5 12 21l2.5-2.5M5.5 9.5 3 12l2.5 2.5M18.5 9.5 21 12l-2.5 2.5" />,
);
export const UndoIcon = icon(<path d="M8.5 5 4 9.5 8.5 14M4.5 9.5H15a5 5 0 0 1 0 10h-4" />);
export const RedoIcon = icon(<path d="M15.5 5 20 9.5 15.5 14M19.5 9.5H9a5 5 0 0 0 0 10h4" />);
export const InvertIcon = icon(
  <>
    <circle cx="12" cy="12" r="8.5" />
    <path d="M12 3.5v17a8.5 8.5 0 0 0 0-17z" fill="currentColor" />
  </>,
);
export const ClearIcon = icon(
  <path d="M5 7h14M10 7V4.5h4V7M7 7l1 12.5h8L17 7M10.5 10.5v5.5M13.5 10.5v5.5" />,
);
export const PencilIcon = icon(
  <path d="M4 20l1.2-4.8L16.5 3.9l3.6 3.6L8.8 18.8zM14 6.4l3.6 3.6" />,
);
export const CentreIcon = icon(
  <>
    <rect x="4" y="4" width="16" height="16" rx="2" />
    <path d="M12 7.5v9M7.5 12h9" />
  </>,
);
export const JointsIcon = icon(
  <>
    <path d="m6.5 16.5 4-7 7 3" />
    <circle cx="5.5" cy="18" r="2" />
    <circle cx="11" cy="8" r="2" />
    <circle cx="19" cy="13.5" r="2" />
  </>,
);
export const ChooseIcon = icon(
  <>
    <rect x="4" y="4" width="6.5" height="6.5" rx="1" />
    <rect x="13.5" y="4" width="6.5" height="6.5" rx="1" />
    <rect x="4" y="13.5" width="6.5" height="6.5" rx="1" />
    <path d="m13.5 17 2.3 2.3 4.2-4.6" />
  </>,
);
