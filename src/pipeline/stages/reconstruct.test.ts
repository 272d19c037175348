import { expect, it } from 'vitest';
import { rigCameras } from '../../core/camera/rig.ts';
import type { Camera } from '../../core/camera/camera.ts';
import type { GaussianCloud } from '../../core/gaussians/gaussian-cloud.ts';
import { CpuRasterizer } from '../../core/rasterize/rasterize.ts';
import { pixelsOfPatches } from '../../families/gslrm/keep-patches.ts';
import { resizeRgba } from '../../core/image/resize.ts';
import { withPhotoSurface } from '../../core/photo-surface/photo-surface.ts';
import { uprightCloud } from '../../core/camera/upright.ts';
import { exampleManifest } from '../../test/example-manifest.ts';
import { randomCloud } from '../../test/random-clouds.ts';
import { stageContext } from '../../test/stage-context.ts';
import * as show from '../show.ts';
import type { Skeleton, Views } from '../types.ts';
import { seenParts } from '../losses/seen-parts.ts';
import { reconstruct, usedViews } from './reconstruct.ts';
import { render } from './render.ts';

const UP = Float32Array.of(0, -0.6, 0.8);

const image = { width: 8, height: 8, data: new Uint8ClampedArray(4 * 64) };
const views: Views = {
  images: Array.from({ length: 6 }, () => image),
  cameras: rigCameras(exampleManifest().rig, 8),
};

/** A pack whose reconstructor always outputs the same cloud, and a rasterizer that records its cameras. */
async function context(cloud: GaussianCloud, photoSides = false) {
  const manifest = exampleManifest();
  delete manifest.stages.reconstruct.prune;
  if (photoSides) manifest.stages.reconstruct.photoSides = true;
  const { count, xyz, shDc, logScale, rotation, opacityLogit } = cloud;
  const sessions = {
    run: async () => ({
      xyz: { data: xyz, shape: [count, 3] },
      sh_dc: { data: shDc },
      log_scale: { data: logScale },
      rotation: { data: rotation },
      opacity_logit: { data: opacityLogit },
    }),
    trim: async () => undefined,
  };
  const cameras: Camera[] = [];
  const rasterizer = async () => ({
    atOnce: 2,
    renderBytes: async (camera: Camera) => (cameras.push(camera), image),
  });
  return { stage: await stageContext(manifest, { sessions, rasterizer }), cameras };
}

it('a cloud is turned upright before it is filtered', async () => {
  const cloud = randomCloud(3, { count: 300 });
  // FaceLift's filter keeps large Gaussians above the ground and removes them below.
  cloud.logScale.fill(Math.log(0.2));
  cloud.opacityLogit.fill(3);
  const { stage } = await context(cloud);
  const all = await reconstruct({ ...views, up: UP }, { filters: 'none' }, stage);
  expect(all).toEqual(uprightCloud(cloud, UP));
  const kept = await reconstruct({ ...views, up: UP }, { filters: 'facelift' }, stage);
  const heights = (of: GaussianCloud) => of.xyz.filter((_, i) => i % 3 === 2);
  expect(Math.min(...heights(kept))).toBeGreaterThan(0);
  expect(kept.count).toBeLessThan(cloud.count);
  expect(kept.count).toBeGreaterThan(0);
});

it('fewer views stay upright, and views without `up` are not turned', async () => {
  const cloud = randomCloud(3, { count: 20 });
  const { stage } = await context(cloud);
  const two = { filters: 'none', viewCount: 2 } as const;
  expect(await reconstruct({ ...views, up: UP }, two, stage)).toEqual(uprightCloud(cloud, UP));
  expect((await reconstruct(views, two, stage)).xyz).toBe(cloud.xyz);
});

it('a cloud without a visible Gaussian is an error of the reconstructor, with every filter', async () => {
  const cloud = randomCloud(3, { count: 20 });
  cloud.opacityLogit.fill(-9);
  const { stage } = await context(cloud);
  for (const filters of ['pack', 'none', 'facelift'] as const)
    await expect(reconstruct(views, { filters }, stage)).rejects.toMatchObject({
      code: 'splat-empty',
      stage: 'reconstruct',
      values: { network: 'reconstructor', stage: 'reconstruct' },
    });
});

it('a filter that leaves no Gaussian is an error', async () => {
  const cloud = randomCloud(3, { count: 20 });
  cloud.opacityLogit.fill(9);
  cloud.xyz.fill(5);
  const { stage } = await context(cloud);
  await expect(reconstruct(views, { filters: 'facelift' }, stage)).rejects.toMatchObject({
    code: 'splat-empty',
    message: expect.stringContaining('none of 20 Gaussians stays') as string,
  });
});

it('with photoSides the photos are put on the surface that they show', async () => {
  const manifest = exampleManifest();
  const { viewSize: size } = manifest.stages.reconstruct;
  const cameras = rigCameras(manifest.rig, size);
  const cloud = randomCloud(5, { count: 2 + 6 * size ** 2 });
  cloud.opacityLogit.fill(2);
  const photo = { width: 48, height: 48, data: new Uint8ClampedArray(4 * 48 * 48).fill(200) };
  const photos = [null, photo, null, null, null, null];
  const given = { images: views.images, cameras, up: UP, photos };
  const made = async (pack: boolean, viewCount?: number) => {
    const { stage } = await context(cloud, pack);
    return reconstruct(given, { filters: 'none', ...(viewCount && { viewCount }) }, stage);
  };
  const pixels = pixelsOfPatches(cloud.count, 2, { size, patch: 8 });
  const sides = [{ view: 1, photo, camera: cameras[1] }];
  const expected = uprightCloud(await withPhotoSurface({ cloud, pixels, size }, sides), UP);
  expect((await made(true)).xyz).toEqual(expected.xyz);
  expect(expected.count).toBeLessThan(cloud.count);
  expect((await made(false)).count).toBe(cloud.count);
});

it('several photos are resized to twice the size of the views, a single photo is never enlarged', async () => {
  const manifest = exampleManifest();
  const { viewSize: size } = manifest.stages.reconstruct;
  const cameras = rigCameras(manifest.rig, size);
  const cloud = randomCloud(5, { count: 2 + 6 * size ** 2 });
  cloud.opacityLogit.fill(2);
  const pixels = pixelsOfPatches(cloud.count, 2, { size, patch: 8 });
  const photo = { width: 40, height: 40, data: new Uint8ClampedArray(4 * 40 * 40) };
  for (let row = 18; row < 22; row++)
    photo.data.fill(200, 4 * (40 * row + 15), 4 * (40 * row + 25));
  const expected = (shown: readonly number[], width: number) => {
    const sides = shown.map((view) => ({
      view,
      photo: resizeRgba(photo, width, width),
      camera: cameras[view],
    }));
    return withPhotoSurface({ cloud, pixels, size }, sides);
  };
  const made = async (shown: readonly number[]) => {
    const { stage } = await context(cloud, true);
    const photos = cameras.map((_, view) => (shown.includes(view) ? photo : null));
    return reconstruct({ images: views.images, cameras, photos }, { filters: 'none' }, stage);
  };
  expect((await made([1, 4])).xyz).toEqual((await expected([1, 4], 2 * size)).xyz);
  expect((await made([1])).xyz).toEqual((await expected([1], 40)).xyz);
});

it('the page gets keypoints in the world', async () => {
  const skeleton = { xyz: UP, uv: new Float32Array(2), error: new Float32Array(1) };
  const xyzOf = async (pose: Skeleton) => {
    const [event] = await show.skeleton(pose);
    return event.type === 'skeleton' ? Array.from(event.xyz) : [];
  };
  (await xyzOf({ ...skeleton, up: UP })).forEach((value, k) =>
    expect(value).toBeCloseTo([0, 0, 1][k], 6),
  );
  expect(await xyzOf(skeleton)).toEqual([...UP]);
});

it('the cloud is drawn with the cameras of its views', async () => {
  const cloud = randomCloud(4, { count: 30 });
  const { stage, cameras } = await context(cloud);
  const upright = await reconstruct({ ...views, up: UP }, { filters: 'none' }, stage);
  await render(upright, { ...views, up: UP }, stage);
  await render(cloud, views, stage);
  const draw = (of: GaussianCloud, camera: Camera) => {
    const rasterizer = new CpuRasterizer();
    rasterizer.loadNow(of);
    return rasterizer.renderNow(camera).rgba;
  };
  for (const view of [0, 4]) {
    const before = draw(cloud, cameras[6 + view]);
    const after = draw(upright, cameras[view]);
    const worst = before.reduce((most, v, i) => Math.max(most, Math.abs(v - after[i])), 0);
    expect(worst).toBeLessThan(1e-3);
  }
});

it('a pack that takes four views gets four, and posed views by their cameras', () => {
  const stage = exampleManifest().stages.reconstruct;
  const four = { ...stage, useViews: [0, 1, 3, 5] };
  const posed: Views = { ...views, placement: { name: 'none' } };
  expect(usedViews(views, stage)).toBeNull();
  expect(usedViews(views, four)).toEqual([0, 1, 3, 5]);
  const chosen = usedViews(posed, four);
  expect(chosen).toHaveLength(4);
  expect(usedViews(views, four, 2)).toHaveLength(2);
  // A view that the reconstructor did not get has no part in placement.json.
  const pictures = views.images.map((_, i) => ({ file: new Blob(), fileName: `${i}.png` }));
  const { views: parts } = seenParts({ cameras: views.cameras, pictures }, views, 8, chosen);
  expect(parts.map((part) => part !== null)).toEqual(
    views.images.map((_, i) => chosen?.includes(i)),
  );
});
