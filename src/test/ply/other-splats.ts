import { cloud } from './example.ts';

/** A .splat of Gaussians of the example: 32 bytes each. @param count at most `COUNT` */
export function antimatter(count: number): Uint8Array<ArrayBuffer> {
  const view = new DataView(new ArrayBuffer(32 * count));
  const { xyz, logScale, rotation } = cloud;
  for (let i = 0; i < count; i++) {
    for (let k = 0; k < 3; k++) {
      view.setFloat32(32 * i + 4 * k, xyz[3 * i + k], true);
      view.setFloat32(32 * i + 12 + 4 * k, Math.exp(logScale[3 * i + k]), true);
      view.setUint8(32 * i + 24 + k, 40 * k);
    }
    view.setUint8(32 * i + 27, 200);
    const length = Math.hypot(...rotation.subarray(4 * i, 4 * i + 4));
    for (let k = 0; k < 4; k++) {
      const byte = Math.round((128 * rotation[4 * i + k]) / length) + 128;
      view.setUint8(32 * i + 28 + k, Math.min(255, byte));
    }
  }
  return new Uint8Array(view.buffer);
}

/** A .ksplat with the header of one section, as GaussianSplats3D writes it, and zeros in place of Gaussians. */
export function kellogg(): Uint8Array<ArrayBuffer> {
  const view = new DataView(new ArrayBuffer(4096 + 1024 + 44 * 40));
  view.setUint8(1, 1);
  [1, 1, 40, 40].forEach((value, k) => view.setUint32(4 + 4 * k, value, true));
  return new Uint8Array(view.buffer);
}
