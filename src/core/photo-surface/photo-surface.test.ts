import { describe, expect, it } from 'vitest';
import { orbitCamera, toCamera, toWorld, type Camera } from '../camera/camera.ts';
import { emptyCloud, joinClouds, SH_C0, type GaussianCloud } from '../gaussians/gaussian-cloud.ts';
import type { RgbaImage } from '../image/image.ts';
import { withPhotoSides } from './photo-surface.ts';
import { frameToRgba } from '../rasterize/frame.ts';
import { CpuRasterizer } from '../rasterize/rasterize.ts';

const SIZE = 32;
const FINE = 96;
const camera = orbitCamera(270, 20, 2.7, 38, SIZE);

/** A disc of half the side, red on its left and green on its right, on a transparent picture. */
const photo: RgbaImage = { width: FINE, height: FINE, data: new Uint8ClampedArray(4 * FINE ** 2) };
for (let at = 0; at < FINE ** 2; at++) {
  const [x, y] = [(at % FINE) + 0.5 - FINE / 2, Math.floor(at / FINE) + 0.5 - FINE / 2];
  photo.data.set(
    [x < 0 ? 200 : 20, x < 0 ? 20 : 200, 20, Math.hypot(x, y) < FINE / 4 ? 255 : 0],
    4 * at,
  );
}

const gaussian = (xyz: number[], logit = 3): GaussianCloud => {
  const one = emptyCloud(1);
  one.xyz.set(xyz);
  one.opacityLogit[0] = logit;
  one.logScale.fill(Math.log(0.02));
  one.rotation[0] = 1;
  return one;
};

/** Grey Gaussians of all pixels of a camera, on a plane before it. */
const cloudOf = (of: Camera) =>
  Array.from({ length: SIZE ** 2 }, (_, at) =>
    gaussian(toWorld(of, [(at % SIZE) + 0.5, Math.floor(at / SIZE) + 0.5], 2.7)),
  ).reduce(joinClouds);

/** Grey Gaussians of all pixels on a surface that leans, `logit` opaque; and those of no pixel. */
function given(logit: number, others: number[][] = []) {
  const own = Array.from({ length: SIZE ** 2 }, (_, at) => {
    const [x, y] = [(at % SIZE) + 0.5, Math.floor(at / SIZE) + 0.5];
    return gaussian(toWorld(camera, [x, y], 2.7 + 0.01 * (x - SIZE / 2)), logit);
  });
  const cloud = [...own, ...others.map((xyz) => gaussian(xyz))].reduce(joinClouds);
  const pixels = Int32Array.from({ length: cloud.count }, (_, i) => (i < SIZE ** 2 ? i : -1));
  return { cloud, pixels };
}

const sideOf = (logit: number, others: number[][] = []) => {
  const { cloud, pixels } = given(logit, others);
  return withPhotoSides({ cloud, pixels, size: SIZE }, [{ view: 0, photo, camera }]);
};

/** The picture, and where it is covered by more than one half. */
function draw(cloud: GaussianCloud, azimuthDeg: number) {
  const rasterizer = new CpuRasterizer();
  rasterizer.loadNow(cloud);
  const frame = rasterizer.renderNow(orbitCamera(azimuthDeg, 20, 2.7, 38, FINE));
  const covered = Array.from({ length: FINE ** 2 }, (_, at) => frame.rgba[4 * at + 3] > 0.5);
  return { picture: frameToRgba(frame), covered };
}

describe('withPhotoSides', () => {
  it.each([
    ['sure', 4],
    ['unsure', -2],
  ])('shows the photo to its camera where the reconstructor was %s', (_, logit) => {
    const { picture, covered } = draw(sideOf(logit), 270);
    let [both, either, error, count] = [0, 0, 0, 0];
    covered.forEach((is, at) => {
      const inside = photo.data[4 * at + 3] > 0;
      both += Number(is && inside);
      either += Number(is || inside);
      if (!is || !inside || Math.abs((at % FINE) - FINE / 2) < 4) return;
      for (let c = 0; c < 3; c++)
        error += Math.abs(picture.data[4 * at + c] - photo.data[4 * at + c]);
      count += 3;
    });
    expect(both / either).toBeGreaterThan(0.95);
    if (logit > 0) expect(error / count).toBeLessThan(4);
  });

  it('has nothing to stand on where the reconstructor saw nothing', () =>
    expect(sideOf(-9).count).toBe(0));

  it('is closed from aside', () => {
    const { covered } = draw(sideOf(4), 320);
    const rows = Array.from({ length: FINE }, (_, y) => covered.slice(y * FINE, (y + 1) * FINE));
    const holes = rows.map((row) => row.slice(row.indexOf(true), row.lastIndexOf(true)));
    expect(holes.flat().length).toBeGreaterThan(500);
    expect(holes.flat()).not.toContain(false);
  });

  it('keeps what the camera could not see, and drops what is beyond the outline or before the surface', () => {
    const alone = sideOf(4).count;
    const at = (x: number, y: number, z: number) => toWorld(camera, [x, y], z);
    const behind = [at(16, 16, 2.9), at(17, 15, 2.69)];
    // Out of the picture, and behind the camera though its place would be on the mask, or off it.
    const unseen = [at(33, 16, 2.9), at(16, -400, 2.9), at(16, 16, -2.7), at(28, 16, -2.7)];
    const wrong = [at(28, 16, 2.9), at(31.5, 16, 2.9), at(16, 16, 2.5)];
    const { count, xyz } = sideOf(4, [...behind, ...unseen, ...wrong]);
    const kept = [...behind, ...unseen];
    expect(count).toBe(alone + kept.length);
    kept.forEach((point, i) =>
      point.forEach((value, k) => expect(xyz[3 * (alone + i) + k]).toBeCloseTo(value, 5)),
    );
  });

  it('keeps the tail of an only photo on one curve, of several as deep as each is found', () => {
    const tailed = { ...photo, data: photo.data.slice() };
    for (let y = 46; y < 49; y++)
      for (let x = 70; x < 94; x++) tailed.data[4 * (y * FINE + x) + 3] = 255;
    // One patch of the tail is found too deep.
    const cloud = Array.from({ length: SIZE ** 2 }, (_, at) => {
      const x = (at % SIZE) + 0.5;
      const z = x > 27 && x < 28 ? 3 : 2.7;
      return gaussian(toWorld(camera, [x, Math.floor(at / SIZE) + 0.5], z), 4);
    }).reduce(joinClouds);
    const pixels = Int32Array.from({ length: SIZE ** 2 }, (_, i) => i);
    const deepest = (views: number[]) => {
      const sides = views.map((view) => ({ view, photo: tailed, camera }));
      const made = withPhotoSides({ cloud, pixels, size: SIZE }, sides);
      const depths = Array.from({ length: made.count }, (_, i) => {
        const [x, , z] = toCamera(camera, made.xyz, 3 * i);
        return (camera.fx * x) / z + camera.cx > 25 ? z : 0;
      });
      return Math.max(...depths);
    };
    expect(deepest([0])).toBeCloseTo(2.7, 1);
    expect(deepest([0, 1])).toBeCloseTo(3, 1);
  });

  it('leaves what is beyond the photo as it was', () => {
    const { cloud, pixels } = given(4, [
      toWorld(camera, [28, 16], 2.9),
      toWorld(camera, [4, 16], 2.9),
    ]);
    const frame = { left: -Infinity, top: -Infinity, right: 0.75, bottom: Infinity };
    const made = withPhotoSides({ cloud, pixels, size: SIZE }, [{ view: 0, photo, camera, frame }]);
    const columns = Array.from({ length: made.count }, (_, i) => {
      const [x, , z] = toCamera(camera, made.xyz, 3 * i);
      return (camera.fx * x) / z + camera.cx;
    });
    // All of the reconstructor's own, which the photo's transparent edge would have ruled out, and one of two strays.
    expect(columns.filter((x) => x > 0.75 * SIZE)).toHaveLength(0.25 * SIZE ** 2 + 1);
    expect(columns.filter((x) => x < 0.25 * SIZE - 1)).toHaveLength(0);
  });

  it('stays where the reconstructor saw the surface', () => {
    const { count, xyz, shDc } = sideOf(4);
    expect(count).toBeGreaterThan(1500);
    for (let i = 0; i < count; i += 97) {
      const [x, , z] = toCamera(camera, xyz, 3 * i);
      const column = (camera.fx * x) / z + camera.cx;
      expect(z).toBeCloseTo(2.7 + 0.01 * (column - SIZE / 2), 4);
      if (column < SIZE / 2 - 2) expect(SH_C0 * shDc[3 * i] + 0.5).toBeCloseTo(200 / 255, 5);
    }
  });

  it('lets photos from several sides rule each other’s surfels out', () => {
    const aside = orbitCamera(330, 20, 2.7, 38, SIZE);
    const { cloud } = given(4);
    const pixels = Int32Array.from({ length: cloud.count }, (_, i) => i);
    const both = joinClouds(cloud, cloudOf(aside));
    const all = Int32Array.from({ length: both.count }, (_, i) => pixels[i] ?? i);
    const narrow = { ...photo, data: photo.data.slice() };
    for (let at = 0; at < FINE ** 2; at++)
      if (Math.abs((at % FINE) - FINE / 2) > 12) narrow.data[4 * at + 3] = 0;
    const made = withPhotoSides({ cloud: both, pixels: all, size: SIZE }, [
      { view: 0, photo, camera },
      { view: 1, photo: narrow, camera: aside },
    ]);
    const outside = Array.from({ length: made.count }, (_, i) => {
      const [x, , z] = toCamera(aside, made.xyz, 3 * i);
      return Math.abs((aside.fx * x) / z) > (13 * SIZE) / FINE;
    });
    expect(made.count).toBeGreaterThan(1000);
    expect(outside).not.toContain(true);
  });
});
