import { BONES, KEYPOINT_NAMES } from '../../../core/mouse/keypoints.ts';
import { useText } from '../../context.ts';
import { fill } from '../../i18n/index.ts';
import type { SkeletonPoints } from '../../result.ts';
import { BlobImage } from '../shared/blob-image.tsx';
import './skeleton-picture.css';

/** The side of the animal on which a keypoint lies. Each side has its own colour. */
const sideOf = (keypoint: number) =>
  KEYPOINT_NAMES[keypoint].endsWith('_left')
    ? 'left'
    : KEYPOINT_NAMES[keypoint].endsWith('_right')
      ? 'right'
      : 'middle';

interface Props {
  subject: Blob;
  skeleton: SkeletonPoints;
}

/** The skeleton over the subject. Positions are −1…1 from the subject's centre. */
export function SkeletonPicture({ subject, skeleton: { uv } }: Props) {
  const text = useText();
  const x = (keypoint: number) => uv[2 * keypoint];
  const y = (keypoint: number) => uv[2 * keypoint + 1];
  return (
    <div className="skeleton">
      <BlobImage blob={subject} alt="" />
      <svg
        viewBox="-1 -1 2 2"
        role="img"
        aria-label={fill(text.skeletonAlt, { count: KEYPOINT_NAMES.length })}
      >
        {BONES.map(([from, to]) => (
          <line
            key={`${from}-${to}`}
            className={`bone bone-${sideOf(to)}`}
            x1={x(from)}
            y1={y(from)}
            x2={x(to)}
            y2={y(to)}
          />
        ))}
        {KEYPOINT_NAMES.map((name, keypoint) => (
          <circle
            key={name}
            className={`joint joint-${sideOf(keypoint)}`}
            cx={x(keypoint)}
            cy={y(keypoint)}
            r="0.014"
          />
        ))}
      </svg>
    </div>
  );
}
