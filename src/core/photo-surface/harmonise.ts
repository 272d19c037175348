import { pixelOf, scaleCamera, type Camera } from '../camera/camera.ts';
import { SH_C0, type GaussianCloud } from '../gaussians/gaussian-cloud.ts';
import { boxMean } from '../image/box-mean.ts';
import type { DepthMap } from './depth-map.ts';
import { between } from './ramp.ts';
import { HARMONY } from './thresholds.ts';

/** A photo on its surface. */
interface PhotoLayer {
  /** 1 inside the mask, row-major. */
  mask: Float32Array;
  /** Colours of the photo's pixels, 0…1, three per pixel. */
  colours: Float32Array;
  camera: Camera;
  depths: DepthMap;
  width: number;
}

/**
 * Brings painted Gaussians to the photo's colours. Where painted Gaussians lie on the photo's surface, the differences of
 * their colours from the photo's are known. Each painted Gaussian gets a share of the mean of all differences, and what the
 * differences near it deviate from that mean. Changes the colours of `cloud`.
 */
export function harmonise(cloud: GaussianCloud, layer: PhotoLayer): void {
  const known = differences(cloud, layer);
  const total = known.reduce((sum, { weight }) => sum + weight, 0);
  const sure = between(total, HARMONY.enough);
  if (sure === 0) return;
  const mean = [0, 1, 2].map(
    (c) => known.reduce((sum, { weight, change }) => sum + weight * change[c], 0) / total,
  );
  const field = new Field(cloud);
  for (const { i, weight, change } of known)
    field.add(
      i,
      weight,
      change.map((value, c) => value - mean[c]),
    );
  field.spread();
  for (let i = 0; i < cloud.count; i++) {
    const near = field.at(i);
    for (let c = 0; c < 3; c++)
      cloud.shDc[3 * i + c] += (sure * (near[c] + HARMONY.far * mean[c])) / SH_C0;
  }
}

/** The Gaussians on the photo's surface, with the differences of the photo's colours from theirs. */
function differences(cloud: GaussianCloud, { mask, colours, camera, depths, width }: PhotoLayer) {
  const photoCamera = scaleCamera(camera, width);
  // Means over a small neighbourhood: a Gaussian has no finer details.
  const inside = boxMean(mask, width, width, HARMONY.blurPx);
  const plane = (c: number) =>
    boxMean(
      mask.map((value, at) => value * colours[3 * at + c]),
      width,
      width,
      HARMONY.blurPx,
    );
  const planes = [0, 1, 2].map(plane);
  const known: { i: number; weight: number; change: number[] }[] = [];
  for (let i = 0; i < cloud.count; i++) {
    const hit = pixelOf(photoCamera, cloud.xyz, 3 * i);
    const z = hit ? depths.z[hit.pixel] : 0;
    if (!hit || !(z > 0)) continue;
    const opacity = 1 / (1 + Math.exp(-cloud.opacityLogit[i]));
    const share =
      between(opacity, HARMONY.opacity) *
      between(inside[hit.pixel], HARMONY.inside) *
      (1 - between(Math.abs(z - hit.z), HARMONY.reach));
    if (share === 0) continue;
    const change = planes.map(
      (plane, c) => plane[hit.pixel] / inside[hit.pixel] - (SH_C0 * cloud.shDc[3 * i + c] + 0.5),
    );
    known.push({ i, weight: share, change });
  }
  return known;
}

/** Three numbers per cell of a grid around a cloud, and their weight. */
class Field {
  private readonly cells: Float32Array;
  private readonly cloud: GaussianCloud;
  private readonly low: number[];
  private readonly size: number[];

  constructor(cloud: GaussianCloud) {
    this.cloud = cloud;
    this.low = [Infinity, Infinity, Infinity];
    const high = [-Infinity, -Infinity, -Infinity];
    for (let i = 0; i < cloud.xyz.length; i++) {
      this.low[i % 3] = Math.min(this.low[i % 3], cloud.xyz[i]);
      high[i % 3] = Math.max(high[i % 3], cloud.xyz[i]);
    }
    this.size = high.map((top, k) => Math.floor((top - this.low[k]) / HARMONY.cell) + 2);
    this.cells = new Float32Array(4 * this.size[0] * this.size[1] * this.size[2]);
  }

  /** The eight cells around Gaussian i, with their shares. */
  private corners(i: number): [cell: number, share: number][] {
    const at = [0, 1, 2].map((k) => (this.cloud.xyz[3 * i + k] - this.low[k]) / HARMONY.cell);
    const first = at.map((value, k) => Math.min(Math.floor(value), this.size[k] - 2));
    return Array.from({ length: 8 }, (_, n) => {
      const bit = [n & 1, (n >> 1) & 1, n >> 2];
      const share = bit.reduce(
        (product, b, k) => product * (b ? at[k] - first[k] : 1 - at[k] + first[k]),
        1,
      );
      const [x, y, z] = bit.map((b, k) => first[k] + b);
      return [(z * this.size[1] + y) * this.size[0] + x, share];
    });
  }

  add(i: number, weight: number, values: readonly number[]): void {
    for (const [cell, share] of this.corners(i)) {
      values.forEach((value, c) => (this.cells[4 * cell + c] += weight * share * value));
      this.cells[4 * cell + 3] += weight * share;
    }
  }

  /** Blurs values and weights: a mean over three cells, `HARMONY.spread` times along each axis. */
  spread(): void {
    const strides = [1, this.size[0], this.size[0] * this.size[1]];
    for (let round = 0; round < HARMONY.spread; round++)
      strides.forEach((stride, axis) => this.blur(4 * stride, stride, this.size[axis]));
  }

  private blur(step: number, stride: number, length: number): void {
    const before = this.cells.slice();
    for (let at = 0; at < before.length; at++) {
      const place = Math.floor(at / 4 / stride) % length;
      const left = place > 0 ? before[at - step] : 0;
      const right = place < length - 1 ? before[at + step] : 0;
      this.cells[at] = (left + 2 * before[at] + right) / 4;
    }
  }

  /** The mean at Gaussian i. It falls to 0 where there is little weight. */
  at(i: number): number[] {
    const sum = [0, 0, 0, HARMONY.fade];
    for (const [cell, share] of this.corners(i))
      for (let c = 0; c < 4; c++) sum[c] += share * this.cells[4 * cell + c];
    return [0, 1, 2].map((c) => sum[c] / sum[3]);
  }
}
