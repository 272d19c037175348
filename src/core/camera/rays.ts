import type { Camera } from './camera.ts';

/**
 * One ray per pixel of V square cameras of S pixels, as GS-LRM takes them: `[V, 6, S, S]`, channels
 * d (unit direction in the world, 3) | p (point of the ray nearest the origin, 3).
 * Computed in double precision, because p is a small difference of numbers as large as the cameras' distance.
 * @param cameras with intrinsics for images of `size` pixels
 */
export const cameraRays = (cameras: readonly Camera[], size: number): Float32Array<ArrayBuffer> => {
  const plane = size * size;
  const rays = new Float32Array(cameras.length * 6 * plane);
  cameras.forEach(({ fx, fy, cx, cy, w2c: m }, view) => {
    // The rotation's inverse is its transpose: camera axes are the rows of w2c.
    const origin = [0, 1, 2].map((k) => -(m[k] * m[3] + m[4 + k] * m[7] + m[8 + k] * m[11]));
    for (let i = 0; i < plane; i += 1) {
      const x = ((i % size) + 0.5 - cx) / fx;
      const y = (Math.floor(i / size) + 0.5 - cy) / fy;
      const length = Math.hypot(x, y, 1);
      const d = [0, 1, 2].map((k) => (m[k] * x + m[4 + k] * y + m[8 + k]) / length);
      const along = -(origin[0] * d[0] + origin[1] * d[1] + origin[2] * d[2]);
      for (let k = 0; k < 3; k += 1) {
        rays[(view * 6 + k) * plane + i] = d[k];
        rays[(view * 6 + 3 + k) * plane + i] = origin[k] + along * d[k];
      }
    }
  });
  return rays;
};
