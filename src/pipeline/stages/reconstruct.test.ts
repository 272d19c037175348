import { expect, it } from 'vitest';
import { rigCameras, type Camera } from '../../core/camera.ts';
import type { GaussianCloud } from '../../core/gaussian-cloud.ts';
import { CpuRasterizer } from '../../core/rasterize/rasterize.ts';
import { pixelsOfPatches } from '../../core/keep-patches.ts';
import { withPhotoSide } from '../../core/photo-side.ts';
import { uprightCloud } from '../../core/upright.ts';
import { exampleManifest } from '../../packs/fixture.ts';
import { randomCloud } from '../../test/random-clouds.ts';
import { stageContext } from '../../test/stage-context.ts';
import * as show from '../show.ts';
import type { Skeleton, Views } from '../types.ts';
import { reconstruct } from './reconstruct.ts';
import { render } from './render.ts';

const UP = Float32Array.of(0, -0.6, 0.8);

const image = { width: 8, height: 8, data: new Uint8ClampedArray(4 * 64) };
const views: Views = {
  images: Array.from({ length: 6 }, () => image),
  cameras: rigCameras(exampleManifest().rig, 8),
};

/** A pack whose reconstructor answers one cloud, and a rasterizer that keeps the cameras it drew for. */
async function context(cloud: GaussianCloud) {
  const manifest = exampleManifest();
  delete manifest.stages.reconstruct.prune;
  const { count, xyz, shDc, logScale, rotation, opacityLogit } = cloud;
  const host = {
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
    renderBytes: async (camera: Camera) => (cameras.push(camera), image),
  });
  return { stage: await stageContext(manifest, { host, rasterizer }), cameras };
}

it('a cloud is turned upright before it is filtered', async () => {
  const cloud = randomCloud(3, { count: 300 });
  // FaceLift keeps what is large above the ground and drops it below.
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

it('fewer views stay upright, and views without a word stay as they are', async () => {
  const cloud = randomCloud(3, { count: 20 });
  const { stage } = await context(cloud);
  const two = { filters: 'none', viewCount: 2 } as const;
  expect(await reconstruct({ ...views, up: UP }, two, stage)).toEqual(uprightCloud(cloud, UP));
  expect((await reconstruct(views, two, stage)).xyz).toBe(cloud.xyz);
});

it('the photo itself is put where the first view is one, and chosen', async () => {
  const size = exampleManifest().stages.reconstruct.viewSize;
  const all = rigCameras(exampleManifest().rig, size);
  const cloud = randomCloud(5, { count: 2 + size ** 2 });
  cloud.opacityLogit.fill(2);
  const data = new Uint8ClampedArray(4 * 48 * 48).fill(200);
  const photo = { width: 48, height: 48, data };
  const { stage } = await context(cloud);
  const given = { images: views.images, cameras: all, up: UP };
  const made = await reconstruct({ ...given, photo }, { filters: 'none' }, stage);
  const pixels = Int32Array.from({ length: cloud.count }, (_, i) => (i < 2 ? -1 : i - 2));
  const ordered = pixelsOfPatches(cloud.count, 2, { size, patch: 8 });
  expect(new Set(ordered)).toEqual(new Set(pixels));
  const side = { photo, camera: all[0], size, pixels: ordered };
  expect(made).toEqual(uprightCloud(withPhotoSide(cloud, side), UP));
  const without = await reconstruct(given, { filters: 'none' }, stage);
  expect(without).toEqual(uprightCloud(cloud, UP));
});

it('the page is told of keypoints in the world', async () => {
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

it('the views drawn again are those that the cloud was made from', async () => {
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
