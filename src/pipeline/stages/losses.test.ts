import { beforeAll, expect, it } from 'vitest';
import { scaleCamera, toCamera } from '../../core/camera/camera.ts';
import { rigCameras } from '../../core/camera/rig.ts';
import { uprightCloud } from '../../core/camera/upright.ts';
import { withAlpha } from '../../core/image/pixels.ts';
import { placeRgba } from '../../core/image/resize.ts';
import { KEYPOINT_NAMES } from '../../core/mouse/keypoints.ts';
import { scalePicture } from '../../core/mouse/subject-view.ts';
import { drawCovered } from '../../core/rasterize/covered.ts';
import { CpuRasterizer } from '../../core/rasterize/rasterize.ts';
import { exampleManifest } from '../../test/example-manifest.ts';
import { randomCloud } from '../../test/random-clouds.ts';
import { stageContext } from '../../test/stage-context.ts';
import type { Skeleton, Views } from '../types.ts';
import { losses } from './losses.ts';

const UP = Float32Array.of(0, -0.6, 0.8);

/** By how much view 0 shows the mouse larger than the subject. */
const SCALE = 1.25;

const SIDE = 128;

const manifest = exampleManifest();
manifest.stages.multiview.subject = 'view-0';
const cameras = rigCameras(manifest.rig, 48);

/** A mouse with many colours, in the frame of the cameras. */
const cloud = randomCloud(5, {
  count: 200,
  position: (random) => [0, 1, 2].map(() => 0.6 * (random() - 0.5)),
  logScale: () => [-3, -3, -3],
  logit: () => 4,
});

/** Keypoints whose places in the subject say that view 0 is larger by `SCALE`. */
function skeletonOf(): Skeleton {
  const count = KEYPOINT_NAMES.length;
  const xyz = Float32Array.from({ length: 3 * count }, (_, i) => 0.5 * Math.sin(12.9 * i + 1));
  const uv = new Float32Array(2 * count);
  const [{ width, fx }] = cameras;
  for (let k = 0; k < count; k++) {
    const [x, y, z] = toCamera(cameras[0], xyz, 3 * k);
    uv.set([(2 * fx * x) / (z * width * SCALE), (2 * fx * y) / (z * width * SCALE)], 2 * k);
  }
  return { uv, xyz, error: new Float32Array(count).fill(0.03), up: UP };
}

async function scene() {
  const rasterizer = new CpuRasterizer();
  await rasterizer.load(cloud);
  const draw = (view: number, size: number) =>
    drawCovered(rasterizer, scaleCamera(cameras[view], size), { background: 'white' });
  // The subject is what view 0 shows, smaller. It is not drawn with the formula that is tested.
  const large = await draw(0, 2 * SIDE);
  const smaller = (place?: typeof placeRgba) => {
    const alpha = Float32Array.from(large.covered);
    const picture = place ? withAlpha(large.image, alpha) : large.image;
    return scalePicture(picture, 1 / SCALE, SIDE, place);
  };
  const subject = {
    ...{ image: smaller(), cutout: smaller(placeRgba), frame: null },
    placement: { scale: 1, offsetX: 0, offsetY: 0 },
  };
  const painted = await Promise.all(cameras.map((_, view) => draw(view, 48)));
  const views: Views = {
    images: painted.map(({ image }) => image),
    masks: painted.map(({ covered }) => Float32Array.from(covered)),
    ...{ cameras, up: UP },
  };
  const drawing = new CpuRasterizer();
  await drawing.load(uprightCloud(cloud, UP));
  const context = await stageContext(manifest, { rasterizer: async () => drawing });
  return { subject, skeleton: skeletonOf(), views, context };
}

let made: Awaited<ReturnType<typeof scene>>;
beforeAll(async () => void (made = await scene()));

it('a splat that equals the photo: only the size of the views loses', async () => {
  const { subject, skeleton, views, context } = made;
  const report = await losses({ subject, skeleton, views }, uprightCloud(cloud, UP), context);
  const [small, splat] = report.stages;
  expect(splat.psnrMask).toBeGreaterThan(38);
  expect(splat.iou).toBeGreaterThan(0.98);
  expect(small.psnrMask).toBeLessThan(35);
  expect(small.psnrMask).toBeGreaterThan(20);
  expect(small.share).toBe(1);
  expect(report).toMatchObject({ input: 'photo', viewSize: 48, repainted: false });
  expect(report.painted?.map(({ view }) => view)).toEqual([1, 2, 3, 4, 5]);
  for (const { psnrMask, iou } of report.painted ?? []) {
    expect(psnrMask).toBeGreaterThan(45);
    expect(iou).toBeGreaterThan(0.99);
  }
  expect(report.fit?.least).toBeGreaterThan(0.95);
});

it('another splat, and a view of another mouse, are found', async () => {
  const { subject, skeleton, views, context } = made;
  const other = new CpuRasterizer();
  await other.load(randomCloud(9, { count: 60, logScale: () => [-2.2, -2.2, -2.2] }));
  const images = views.images.with(3, views.images[1]);
  const masks = views.masks!.with(
    3,
    views.masks![1].map((_, i) => Number(i % 48 < 15)),
  );
  const input = { subject, skeleton, views: { ...views, images, masks } };
  const report = await losses(input, cloud, {
    ...context,
    runtime: { ...context.runtime, rasterizer: async () => other },
  });
  expect(report.verdict).toMatchObject({ kind: 'stage', stage: 'cloud' });
  expect(report.fit?.least).toBeLessThan(0.6);
});

it('without a skeleton, view 0 is in the place of the subject', async () => {
  const { subject, views, context } = made;
  const report = await losses({ subject, skeleton: null, views }, cloud, context);
  expect(report.repainted).toBe(true);
  // It is not, here: both rows are wrong by the same scale.
  expect(report.stages[1].psnrMask).toBeLessThan(25);
});
