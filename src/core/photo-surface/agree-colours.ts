import { pixelOf, scaleCamera, toCamera, type Camera } from '../camera/camera.ts';
import { axisOf } from '../camera/meeting-point.ts';
import type { Reconstruction } from './reconstruction.ts';
import { between } from './ramp.ts';
import { AGREEMENT, OPACITY_FOR_DEPTH } from './thresholds.ts';

/** What the Gaussians of one view show, per pixel. */
interface Layer {
  camera: Camera;
  centre: readonly number[];
  /** Depth of the pixel's Gaussian. 0: it has none. */
  z: Float32Array;
  /** Index of the pixel's Gaussian. */
  index: Int32Array;
  /** How much the pixel's Gaussian says, 0…1. */
  trust: Float32Array;
}

/**
 * Gives Gaussians of different painted views that lie on the same place of the surface the same colour. Otherwise two views
 * alternate in dots, because their Gaussians lie in one another. The colour is the mean of those that the views have at this
 * place, weighted by the cosine of the angle of view to the power `AGREEMENT.power`. Changes the colours of the cloud.
 * @param cameras of the views, any size
 * @param painted whether a view is painted, by its index
 */
export function agreeColours(
  { cloud, pixels, size }: Reconstruction,
  cameras: readonly Camera[],
  painted: (view: number) => boolean,
): void {
  const layers = cameras.map((camera, view): Layer | null => {
    if (!painted(view)) return null;
    const scaled = scaleCamera(camera, size);
    return {
      ...{ camera: scaled, centre: axisOf(camera.w2c).centre },
      ...{ z: new Float32Array(size ** 2), index: new Int32Array(size ** 2) },
      trust: new Float32Array(size ** 2),
    };
  });
  const opacity = (i: number) => 1 / (1 + Math.exp(-cloud.opacityLogit[i]));
  pixels.forEach((pixel, i) => {
    const layer = layers[Math.floor(pixel / size ** 2)];
    const trust = between(opacity(i), OPACITY_FOR_DEPTH);
    if (!layer || trust === 0) return;
    const at = pixel % size ** 2;
    layer.trust[at] = trust;
    layer.z[at] = toCamera(layer.camera, cloud.xyz, 3 * i)[2];
    layer.index[at] = i;
  });
  const agreed = cloud.shDc.slice();
  pixels.forEach((pixel, i) => {
    const own = layers[Math.floor(pixel / size ** 2)];
    const normal = own && normalAt(own, pixel % size ** 2, size, cloud.xyz);
    if (!own || !normal) return;
    const sum = [0, 0, 0];
    let total = 0;
    for (const layer of layers) {
      const hit = layer && pixelOf(layer.camera, cloud.xyz, 3 * i);
      if (!hit) continue;
      const to = [0, 1, 2].map((k) => layer.centre[k] - cloud.xyz[3 * i + k]);
      const along = to.reduce((dot, value, k) => dot + value * normal[k], 0) / Math.hypot(...to);
      if (along <= 0) continue;
      const facing = along ** AGREEMENT.power;
      for (const { at, share } of around(hit.x, hit.y, size)) {
        if (layer.z[at] === 0) continue;
        const near = 1 - between(Math.abs(layer.z[at] - hit.z), AGREEMENT.reach);
        const weight = facing * share * near * layer.trust[at];
        total += weight;
        for (let c = 0; c < 3; c++) sum[c] += weight * cloud.shDc[3 * layer.index[at] + c];
      }
    }
    if (total > 0) for (let c = 0; c < 3; c++) agreed[3 * i + c] = sum[c] / total;
  });
  cloud.shDc.set(agreed);
}

/** The four pixels around a position, with their bilinear shares. */
function around(x: number, y: number, size: number) {
  const [left, top] = [Math.floor(x - 0.5), Math.floor(y - 0.5)];
  const [u, v] = [x - 0.5 - left, y - 0.5 - top];
  return [0, 1, 2, 3].flatMap((n) => {
    const [dx, dy] = [n & 1, n >> 1];
    const [column, row] = [left + dx, top + dy];
    if (column < 0 || row < 0 || column >= size || row >= size) return [];
    return [{ at: row * size + column, share: (dx ? u : 1 - u) * (dy ? v : 1 - v) }];
  });
}

/** The surface's normal at a pixel, from the Gaussians of the pixels beside it. It points to the camera. Null: not known. */
function normalAt({ z, index, centre }: Layer, at: number, size: number, xyz: Float32Array) {
  const [column, row] = [at % size, Math.floor(at / size)];
  if (z[at] === 0 || column === 0 || row === 0 || column === size - 1 || row === size - 1)
    return null;
  const step = (offset: number) => {
    const [a, b] = [z[at - offset] > 0 ? at - offset : at, z[at + offset] > 0 ? at + offset : at];
    return [0, 1, 2].map((k) => xyz[3 * index[b] + k] - xyz[3 * index[a] + k]);
  };
  const [[ax, ay, az], [bx, by, bz]] = [step(1), step(size)];
  const cross = [ay * bz - az * by, az * bx - ax * bz, ax * by - ay * bx];
  const length = Math.hypot(...cross);
  if (length === 0) return null;
  const i = index[at];
  const toCentre = [0, 1, 2].reduce((dot, k) => dot + (centre[k] - xyz[3 * i + k]) * cross[k], 0);
  return cross.map((value) => (Math.sign(toCentre) * value) / length);
}
