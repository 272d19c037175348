/** The 23 keypoints in the order of the networks. Left and right are the animal's. */
export const KEYPOINT_NAMES = [
  'spine_0',
  'spine_1',
  'spine_2',
  'spine_3',
  'spine_4',
  'neck',
  'head',
  'snout',
  'eye_left',
  'eye_right',
  'paw_front_left',
  'paw_front_right',
  'paw_hind_left',
  'paw_hind_right',
  'tail_0',
  'tail_1',
  'tail_2',
  'tail_3',
  'tail_4',
  'ear_left',
  'ear_right',
  'haunch_left',
  'haunch_right',
] as const;

/**
 * Per keypoint, the index of the counterpart on the other side of the body. A keypoint in the middle has no
 * counterpart: the index is that of the keypoint itself.
 */
export const OPPOSITE: readonly number[] = KEYPOINT_NAMES.map((name) => {
  const swapped = name.replace(/left|right/, (word) => (word === 'left' ? 'right' : 'left'));
  return KEYPOINT_NAMES.findIndex((other) => other === swapped);
});

/** Pairs of keypoint indices that are joined by a line when a skeleton is drawn. */
export const BONES: readonly (readonly [number, number])[] = [
  [0, 1],
  [1, 2],
  [2, 3],
  [3, 4],
  [4, 5],
  [5, 6],
  [6, 7],
  [6, 8],
  [6, 9],
  [6, 19],
  [6, 20],
  [4, 10],
  [4, 11],
  [0, 21],
  [0, 22],
  [21, 12],
  [22, 13],
  [0, 14],
  [14, 15],
  [15, 16],
  [16, 17],
  [17, 18],
];

/** The keypoints of one mouse. Index k of every list is keypoint `KEYPOINT_NAMES[k]`. */
export interface Skeleton {
  /** Positions in the rig's frame, world units; 3·23 numbers. */
  xyz: Float32Array<ArrayBuffer>;
  /** Positions in the subject, −1…1, x right and y down; 2·23 numbers. */
  uv: Float32Array<ArrayBuffer>;
  /** Expected distances from the true positions, world units; 23 numbers. */
  error: Float32Array<ArrayBuffer>;
  /** Unit vector against gravity, in the rig's frame. Absent if the rig stands upright. */
  up?: Float32Array<ArrayBuffer>;
}
