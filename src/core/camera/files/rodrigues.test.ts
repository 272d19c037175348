import { expect, it } from 'vitest';
import { rodrigues } from './rodrigues.ts';

/** Recorded with cv2.Rodrigues(np.array(vector))[0] of OpenCV 5.0.0. */
it.each<[vector: number[], rotation: number[]]>([
  [
    [-0.2, 1.1, 2.4],
    [
      ...[-0.8697357764407457, -0.4887807668629913, 0.06821320344214224],
      ...[0.3707486661981523, -0.5558776905819691, 0.7440063303665819],
      ...[-0.32573778671088194, 0.6723788776114866, 0.6646815322021618],
    ],
  ],
  [
    [Math.PI, 0, 0],
    [1, 0, 0, 0, -1, 0, 0, 0, -1],
  ],
  [
    [1e-9, 2e-9, -1e-9],
    [1, 1e-9, 2e-9, -1e-9, 1, -1e-9, -2e-9, 1e-9, 1],
  ],
  [
    [0, 0, 0],
    [1, 0, 0, 0, 1, 0, 0, 0, 1],
  ],
])('%j', (vector, rotation) => {
  rodrigues(vector).forEach((value, i) => expect(value).toBeCloseTo(rotation[i], 14));
});
