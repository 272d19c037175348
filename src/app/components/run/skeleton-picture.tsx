import { BONES, KEYPOINT_NAMES } from '../../../core/mouse/keypoints.ts';
import { useText } from '../../context.ts';
import { fill } from '../../i18n/index.ts';
import type { SkeletonPoints } from '../../result.ts';
import { BlobImage } from '../shared/blob-image.tsx';
import './skeleton-picture.css';

/** The side of the animal on which a keypoint lies. Each side has its own colour. */
export const sideOf = (keypoint: number) =>
  KEYPOINT_NAMES[keypoint].endsWith('_left')
    ? 'left'
    : KEYPOINT_NAMES[keypoint].endsWith('_right')
      ? 'right'
      : 'middle';

interface Props {
  subject: Blob;
  skeleton: SkeletonPoints;
}

/** The lines between keypoints. `uv`: positions, −1…1 from the subject's centre. */
export function Bones({ uv }: { uv: Float32Array }) {
  return BONES.map(([from, to]) => (
    <line
      key={`${from}-${to}`}
      className={`bone bone-${sideOf(to)}`}
      x1={uv[2 * from]}
      y1={uv[2 * from + 1]}
      x2={uv[2 * to]}
      y2={uv[2 * to + 1]}
    />
  ));
}

/** The skeleton over the subject. Positions are −1…1 from the subject's centre. */
export function SkeletonPicture({ subject, skeleton: { uv } }: Props) {
  const text = useText();
  return (
    <div className="skeleton">
      <BlobImage blob={subject} alt="" />
      <svg
        viewBox="-1 -1 2 2"
        role="img"
        aria-label={fill(text.skeletonAlt, { count: KEYPOINT_NAMES.length })}
      >
        <Bones uv={uv} />
        {KEYPOINT_NAMES.map((name, keypoint) => (
          <circle
            key={name}
            className={`joint joint-${sideOf(keypoint)}`}
            cx={uv[2 * keypoint]}
            cy={uv[2 * keypoint + 1]}
            r="0.014"
          />
        ))}
      </svg>
    </div>
  );
}
