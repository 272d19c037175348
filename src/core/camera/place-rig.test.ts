import { describe, expect, it } from 'vitest';
import type { Camera } from './camera.ts';
import { axisOf } from './meeting-point.ts';
import { orbitCamera } from './orbit.ts';
import { placeRig, upOf } from './place-rig.ts';
import {
  inverseSimilarity,
  mapCamera,
  mapPoint,
  quaternionOf,
  type Similarity,
} from './similarity.ts';

/** Cameras around the origin at one height, and the subject beside it. */
const ring = [10, 70, 140, 200, 260, 320].map((azimuth) => orbitCamera(azimuth, 20, 2.7, 50, 512));
const SUBJECT = [0.3, -0.2, -0.1];

const c = Math.cos(0.7);
const s = Math.sin(0.7);
/** Millimetres, Y up, and elsewhere. */
const toLab: Similarity = {
  scale: 115,
  rotation: [c, -s, 0, 0, 0, 1, -s, -c, 0],
  translation: [900, -40, 310],
};
const LAB_IDENTITY = { scale: 1, rotation: [1, 0, 0, 0, 1, 0, 0, 0, 1] };
const lab = ring.map((camera) => mapCamera(toLab, camera));
const labSubject = mapPoint(toLab, SUBJECT);

const centre = ({ w2c }: Camera) => axisOf(w2c).centre;
const place = (cameras: Camera[], subject: number[] | null, name = 'subject' as const) =>
  placeRig(cameras, name, { subject, radius: 2.7 });
const close = (a: ArrayLike<number>, b: ArrayLike<number>, digits = 6) =>
  Array.from(a).forEach((value, i) => expect(value).toBeCloseTo(b[i], digits));

describe('upOf', () => {
  it('is the direction in which cameras at one height do not vary', () => {
    close(upOf(ring), [0, 0, 1]);
    close(upOf(lab), [toLab.rotation[2], toLab.rotation[5], toLab.rotation[8]]);
  });
  it('is against the view of cameras that look down and are turned against each other', () => {
    // The second camera is the first one, turned by 180° about its axis.
    const first = orbitCamera(0, 89.9, 2.7, 50, 64);
    const m = [...first.w2c].map((value, i) => (i < 8 ? -value : value));
    close(upOf([first, { ...first, w2c: new Float64Array(m) }]), [0, 0, 1], 2);
  });
  it('is the mean up of two cameras', () => {
    const [x, y, z] = upOf([orbitCamera(0, 30, 2.7, 50, 64), orbitCamera(180, 30, 2.7, 50, 64)]);
    close([x, y, z], [0, 0, 1]);
  });
  it('is the mean up of cameras that stand above each other', () => {
    const wall = [-30, 0, 30, 60].map((elevation) => orbitCamera(0, elevation, 2.7, 50, 64));
    const up = upOf(wall);
    expect(Math.abs(up[1])).toBeLessThan(0.01);
    expect(up[2]).toBeGreaterThan(0.9);
  });
});

describe('placeRig', () => {
  it('gives the same cameras for the same rig in any unit, place and direction', () => {
    const [a, b] = [place(ring, SUBJECT), place(lab, labSubject)];
    const mean = (cameras: Camera[]) =>
      cameras.reduce((sum, camera) => sum + Math.hypot(...centre(camera)), 0) / cameras.length;
    expect(mean(b!.cameras)).toBeCloseTo(2.7, 9);
    // The azimuth is free: only heights and distances must agree.
    a!.cameras.forEach((camera, i) => {
      const [p, q] = [centre(camera), centre(b!.cameras[i])];
      expect(p[2]).toBeCloseTo(q[2], 6);
      expect(Math.hypot(...p)).toBeCloseTo(Math.hypot(...q), 6);
    });
    close(mapPoint(b!.similarity!, labSubject), [0, 0, 0]);
    const back = inverseSimilarity(b!.similarity!);
    b!.cameras.forEach((camera, i) => close(mapCamera(back, camera).w2c, lab[i].w2c, 4));
  });

  it('takes the meeting point of the axes, or nothing, by name', () => {
    const axes = placeRig(lab, 'axes', { subject: null, radius: 2.7 });
    close(mapPoint(axes!.similarity!, toLab.translation), [0, 0, 0]);
    const none = placeRig(lab, 'none', { subject: labSubject, radius: 2.7 });
    expect(none!.cameras).toEqual(lab);
    expect(place(lab, null)).toBeNull();
  });

  it('puts each camera at the same distance for per-camera, which is no similarity', () => {
    const near = ring.map((camera, i) =>
      mapCamera(
        {
          ...toLab,
          scale: 1,
          rotation: [1, 0, 0, 0, 1, 0, 0, 0, 1],
          translation: [0, 0, i % 2 ? 0.3 : 0],
        },
        camera,
      ),
    );
    const { cameras, similarity } = placeRig(near, 'per-camera', { subject: null, radius: 2.7 })!;
    cameras.forEach((camera) => expect(Math.hypot(...centre(camera))).toBeCloseTo(2.7, 9));
    expect(similarity).toBeUndefined();
  });

  it('has no distance for a camera at the origin', () => {
    const near = mapCamera(
      { ...LAB_IDENTITY, translation: centre(ring[0]).map((v) => -v) },
      ring[0],
    );
    const cameras = [near, ...ring.slice(1)];
    expect(placeRig(cameras, 'per-camera', { subject: null, radius: 2.7 })).toBeNull();
  });

  it('turns up to the up of the network', () => {
    const { cameras } = placeRig(lab, 'subject', {
      subject: labSubject,
      radius: 2.7,
      up: [0, 1, 0],
    })!;
    close(upOf(cameras), [0, 1, 0]);
    expect(quaternionOf(toLab.rotation).every(Number.isFinite)).toBe(true);
  });
});
