import type { Camera } from './camera.ts';
import { inverseOf } from './files/pose.ts';

/**
 * The rays of a camera, as another camera sees them. The point at depth z on the ray of pixel position x, y projects to
 * the homogeneous position `epipole` + z · (`across` · x + `down` · y + `rest`): u·w, v·w and the depth w.
 */
interface SeenRays {
  epipole: number[];
  across: number[];
  down: number[];
  rest: number[];
}

/** Pixels and depth, homogeneous, of a direction (`w` 0) or a point (`w` 1) of the world. */
function project({ fx, fy, cx, cy, w2c: m }: Camera, p: readonly number[], w: 0 | 1): number[] {
  const [x, y, z] = [0, 4, 8].map(
    (row) => m[row] * p[0] + m[row + 1] * p[1] + m[row + 2] * p[2] + w * m[row + 3],
  );
  return [fx * x + cx * z, fy * y + cy * z, z];
}

/** The rays of `from`, as `to` sees them. */
function seenRays(from: Camera, to: Camera): SeenRays {
  const c2w = inverseOf(Array.from(from.w2c));
  /** The world's direction of a direction in the camera's axes. */
  const turned = (d: readonly number[]) =>
    [0, 4, 8].map((row) => c2w[row] * d[0] + c2w[row + 1] * d[1] + c2w[row + 2] * d[2]);
  const { fx, fy, cx, cy } = from;
  return {
    epipole: project(to, [c2w[3], c2w[7], c2w[11]], 1),
    across: project(to, turned([1 / fx, 0, 0]), 0),
    down: project(to, turned([0, 1 / fy, 0]), 0),
    rest: project(to, turned([-cx / fx, -cy / fy, 1]), 0),
  };
}

/** What another camera sees of the subject. */
export interface OtherView {
  camera: Camera;
  /** Not 0 where a pixel shows the subject, row-major, of the camera's size. */
  mask: ArrayLike<number>;
}

/** A test of the points on the rays of one camera. */
export class RayTest {
  readonly #others: readonly (OtherView & { rays: SeenRays })[];
  /** For each other view the direction of the ray: three numbers. */
  readonly #along: Float64Array;

  constructor(camera: Camera, others: readonly OtherView[]) {
    this.#others = others.map((other) => ({ ...other, rays: seenRays(camera, other.camera) }));
    this.#along = new Float64Array(3 * others.length);
  }

  /** Chooses the ray of a pixel position. */
  aim(x: number, y: number): void {
    this.#others.forEach(({ rays: { across, down, rest } }, n) => {
      for (let k = 0; k < 3; k++) this.#along[3 * n + k] = across[k] * x + down[k] * y + rest[k];
    });
  }

  /**
   * Whether the point at this depth lies in all other silhouettes. A point outside a picture does: nobody knows what is
   * there. A point behind a camera does not.
   */
  isInAll(depth: number): boolean {
    for (let n = 0; n < this.#others.length; n++) {
      const { rays, mask, camera } = this.#others[n];
      const { width, height } = camera;
      const w = rays.epipole[2] + depth * this.#along[3 * n + 2];
      if (w <= 0) return false;
      const column = Math.floor((rays.epipole[0] + depth * this.#along[3 * n]) / w);
      const row = Math.floor((rays.epipole[1] + depth * this.#along[3 * n + 1]) / w);
      const inside = column >= 0 && row >= 0 && column < width && row < height;
      if (inside && !mask[row * width + column]) return false;
    }
    return true;
  }
}
