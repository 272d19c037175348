import { describe, expect, it } from 'vitest';
import { orbitCamera } from '../camera/orbit.ts';
import { toCamera, toWorld, type Camera } from '../camera/camera.ts';
import { emptyCloud, joinClouds, SH_C0, type GaussianCloud } from '../gaussians/gaussian-cloud.ts';
import type { RgbaImage } from '../image/image.ts';
import { withPhotoSurface } from './photo-surface.ts';
import { frameToRgba } from '../rasterize/frame.ts';
import { CpuRasterizer } from '../rasterize/rasterize.ts';

const SIZE = 32;
const FINE = 96;
const camera = orbitCamera(270, 20, 2.7, 38, SIZE);

/** A disc on a transparent picture, half as wide as the picture. Its left half is red, its right half green. */
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

/** Grey Gaussians of all pixels of a camera, on a plane in front of it. */
const cloudOf = (of: Camera) =>
  Array.from({ length: SIZE ** 2 }, (_, at) =>
    gaussian(toWorld(of, [(at % SIZE) + 0.5, Math.floor(at / SIZE) + 0.5], 2.7)),
  ).reduce(joinClouds);

/**
 * Grey Gaussians of all pixels, on a tilted surface, with an opacity logit; and `others`, which belong to no
 * pixel.
 */
function tiltedSurface(logit: number, others: number[][] = []) {
  const surface = Array.from({ length: SIZE ** 2 }, (_, at) => {
    const [x, y] = [(at % SIZE) + 0.5, Math.floor(at / SIZE) + 0.5];
    return gaussian(toWorld(camera, [x, y], 2.7 + 0.01 * (x - SIZE / 2)), logit);
  });
  const cloud = [...surface, ...others.map((xyz) => gaussian(xyz))].reduce(joinClouds);
  const pixels = Int32Array.from({ length: cloud.count }, (_, i) => (i < SIZE ** 2 ? i : -1));
  return { cloud, pixels };
}

const surfaceOf = (logit: number, others: number[][] = []) => {
  const { cloud, pixels } = tiltedSurface(logit, others);
  return withPhotoSurface({ cloud, pixels, size: SIZE }, [{ view: 0, photo, camera }]);
};

/** The picture from an azimuth, and which of its pixels have an alpha above one half. */
function draw(cloud: GaussianCloud, azimuthDeg: number) {
  const rasterizer = new CpuRasterizer();
  rasterizer.loadNow(cloud);
  const frame = rasterizer.renderNow(orbitCamera(azimuthDeg, 20, 2.7, 38, FINE));
  const covered = Array.from({ length: FINE ** 2 }, (_, at) => frame.rgba[4 * at + 3] > 0.5);
  return { picture: frameToRgba(frame), covered };
}

describe('withPhotoSurface', () => {
  it.each([
    ['nearly opaque', 4],
    ['nearly transparent', -2],
  ])('the photo’s camera shows the photo, for Gaussians that are %s', async (_, logit) => {
    const { picture, covered } = draw(await surfaceOf(logit), 270);
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

  it('has no surfels where the reconstructor’s Gaussians are transparent', async () =>
    expect((await surfaceOf(-9)).count).toBe(0));

  it('has no holes from the side', async () => {
    const { covered } = draw(await surfaceOf(4), 320);
    const rows = Array.from({ length: FINE }, (_, y) => covered.slice(y * FINE, (y + 1) * FINE));
    const holes = rows.map((row) => row.slice(row.indexOf(true), row.lastIndexOf(true)));
    expect(holes.flat().length).toBeGreaterThan(500);
    expect(holes.flat()).not.toContain(false);
  });

  it('has no beads in a picture that is four times as fine as the photo', async () => {
    const rasterizer = new CpuRasterizer();
    rasterizer.loadNow(await surfaceOf(4));
    const size = 4 * FINE;
    const { rgba } = rasterizer.renderNow(orbitCamera(270, 20, 2.7, 38, size));
    const inside = Array.from({ length: size ** 2 }, (_, at) => at).filter(
      (at) => Math.hypot((at % size) - size / 2, Math.floor(at / size) - size / 2) < size / 5,
    );
    const alphas = inside.map((at) => rgba[4 * at + 3]);
    expect(Math.min(...alphas)).toBeGreaterThan(0.94);
  });

  it('keeps Gaussians that the photo does not show, and removes those off its mask or in front of its surface', async () => {
    const alone = (await surfaceOf(4)).count;
    const at = (x: number, y: number, z: number) => toWorld(camera, [x, y], z);
    const behind = [at(16, 16, 2.9), at(17, 15, 2.69)];
    // Outside the picture; behind the camera, on a line through the mask or beside it.
    const notInPhoto = [at(33, 16, 2.9), at(16, -400, 2.9), at(16, 16, -2.7), at(28, 16, -2.7)];
    const wrong = [at(28, 16, 2.9), at(31.5, 16, 2.9), at(16, 16, 2.5)];
    const { count, xyz } = await surfaceOf(4, [...behind, ...notInPhoto, ...wrong]);
    const kept = [...behind, ...notInPhoto];
    expect(count).toBe(alone + kept.length);
    kept.forEach((point, i) =>
      point.forEach((value, k) => expect(xyz[3 * (alone + i) + k]).toBeCloseTo(value, 5)),
    );
  });

  it.each([
    // From a distance where the Gaussian stays whole to one where it is removed.
    ['in front of the surface', (step: number) => [16, 16, 2.68 - 0.0007 * step]],
    ['over the outline of the mask', (step: number) => [23.5 + 0.01 * step, 16, 2.9]],
  ])('fades a Gaussian that moves %s', async (_, place) => {
    const alone = (await surfaceOf(4)).count;
    const all = Array.from({ length: 101 }, (_, step) => {
      const [x, y, z] = place(step);
      return toWorld(camera, [x, y], z);
    });
    const { opacityLogit } = await surfaceOf(4, all);
    // Those that were removed are the last ones.
    const opacities = all.map(
      (_, step) => 1 / (1 + Math.exp(-(opacityLogit[alone + step] ?? -Infinity))),
    );
    expect(opacities[0]).toBeCloseTo(1 / (1 + Math.exp(-3)), 6);
    expect(opacities[100]).toBe(0);
    for (let step = 1; step <= 100; step++)
      expect(Math.abs(opacities[step] - opacities[step - 1])).toBeLessThan(0.05);
  });

  it('puts the tail on one curve for a single photo, and keeps the interpolated depths for several', async () => {
    const tailed = { ...photo, data: photo.data.slice() };
    for (let y = 46; y < 49; y++)
      for (let x = 70; x < 94; x++) tailed.data[4 * (y * FINE + x) + 3] = 255;
    // One coarse column of the tail is too deep.
    const cloud = Array.from({ length: SIZE ** 2 }, (_, at) => {
      const x = (at % SIZE) + 0.5;
      const z = x > 27 && x < 28 ? 3 : 2.7;
      return gaussian(toWorld(camera, [x, Math.floor(at / SIZE) + 0.5], z), 4);
    }).reduce(joinClouds);
    const pixels = Int32Array.from({ length: SIZE ** 2 }, (_, i) => i);
    const deepest = async (views: number[]) => {
      const photos = views.map((view) => ({ view, photo: tailed, camera }));
      const made = await withPhotoSurface({ cloud, pixels, size: SIZE }, photos);
      const depths = Array.from({ length: made.count }, (_, i) => {
        const [x, , z] = toCamera(camera, made.xyz, 3 * i);
        return (camera.fx * x) / z + camera.cx > 25 ? z : 0;
      });
      return Math.max(...depths);
    };
    expect(await deepest([0])).toBeCloseTo(2.7, 1);
    expect(await deepest([0, 1])).toBeCloseTo(3, 1);
  });

  it('keeps the Gaussians beyond the photo’s frame', async () => {
    const { cloud, pixels } = tiltedSurface(4, [
      toWorld(camera, [28, 16], 2.9),
      toWorld(camera, [4, 16], 2.9),
    ]);
    const frame = { left: -Infinity, top: -Infinity, right: 0.75, bottom: Infinity };
    const made = await withPhotoSurface({ cloud, pixels, size: SIZE }, [
      { view: 0, photo, camera, frame },
    ]);
    const columns = Array.from({ length: made.count }, (_, i) => {
      const [x, , z] = toCamera(camera, made.xyz, 3 * i);
      return (camera.fx * x) / z + camera.cx;
    });
    // Beyond the frame: all Gaussians of the view, although they are not on the photo's mask, and one of two others.
    expect(columns.filter((x) => x > 0.75 * SIZE)).toHaveLength(0.25 * SIZE ** 2 + 1);
    expect(columns.filter((x) => x < 0.25 * SIZE - 1)).toHaveLength(0);
  });

  it('lies at the depths of the reconstructor’s Gaussians', async () => {
    const { count, xyz, shDc } = await surfaceOf(4);
    expect(count).toBeGreaterThan(1500);
    for (let i = 0; i < count; i += 97) {
      const [x, , z] = toCamera(camera, xyz, 3 * i);
      const column = (camera.fx * x) / z + camera.cx;
      expect(z).toBeCloseTo(2.7 + 0.01 * (column - SIZE / 2), 4);
      if (column < SIZE / 2 - 2) expect(SH_C0 * shDc[3 * i] + 0.5).toBeCloseTo(200 / 255, 5);
    }
  });

  it('removes surfels of one photo that are off the mask of another', async () => {
    const second = orbitCamera(330, 20, 2.7, 38, SIZE);
    const { cloud } = tiltedSurface(4);
    const pixels = Int32Array.from({ length: cloud.count }, (_, i) => i);
    const both = joinClouds(cloud, cloudOf(second));
    const all = Int32Array.from({ length: both.count }, (_, i) => pixels[i] ?? i);
    const narrow = { ...photo, data: photo.data.slice() };
    for (let at = 0; at < FINE ** 2; at++)
      if (Math.abs((at % FINE) - FINE / 2) > 12) narrow.data[4 * at + 3] = 0;
    const made = await withPhotoSurface({ cloud: both, pixels: all, size: SIZE }, [
      { view: 0, photo, camera },
      { view: 1, photo: narrow, camera: second },
    ]);
    const outside = Array.from({ length: made.count }, (_, i) => {
      const [x, , z] = toCamera(second, made.xyz, 3 * i);
      return Math.abs((second.fx * x) / z) > (13 * SIZE) / FINE;
    });
    expect(made.count).toBeGreaterThan(1000);
    expect(outside).not.toContain(true);
  });
});
