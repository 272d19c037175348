import { expect, test } from 'vitest';
import { orbitCamera } from '../../core/camera/orbit.ts';
import { rigCameras } from '../../core/camera/rig.ts';
import { lgmTensors, type LgmConfig } from './graph.ts';
import { FACELIFT_RIG } from '../facelift-rig.ts';
import { LGM_RIG } from './rig.ts';
import { importedContext, seededFile } from '../../test/imported.ts';
import { wasmSessions } from '../../test/wasm-sessions.ts';
import { relativeError } from '../../core/relative-error.ts';
import { seededWords } from '../../test/seeded.ts';
import type { StageContext } from '../../pipeline/context.ts';
import { reconstruct } from '../../pipeline/stages/reconstruct.ts';
import type { Views } from '../../pipeline/types.ts';

const CONFIG: LgmConfig = {
  down_channels: [32, 32, 64],
  down_attention: [false, false, true],
  mid_attention: true,
  up_channels: [64, 32],
  up_attention: [true, false],
  image: 256,
};
const SIZE = 32;

async function context(): Promise<StageContext> {
  const lgm = await importedContext(
    { 'model_fixrot.safetensors': seededFile(lgmTensors(CONFIG)) },
    wasmSessions(),
  );
  // LGM's size of 256 pixels would take too long in a test.
  lgm.pack.manifest.stages.reconstruct.viewSize = SIZE;
  return lgm;
}

const pictures = (count: number): Views['images'] =>
  Array.from({ length: count }, (_, view) => {
    const word = seededWords(`view ${view}`);
    const data = Uint8ClampedArray.from({ length: 4 * SIZE * SIZE }, (_, i) => word(i) >>> 24);
    return { width: SIZE, height: SIZE, data };
  });

test("an imported LGM has LGM's rig; if the cameras are turned and moved away, its Gaussians move too", async () => {
  const lgm = await context();
  expect(lgm.pack.manifest.rig).toEqual(LGM_RIG);
  const images = pictures(4);
  const original = await reconstruct(
    { images, cameras: rigCameras(LGM_RIG, SIZE) },
    { filters: 'none' },
    lgm,
  );
  expect(original.count).toBe(4 * 16 * 16);

  // The same cameras turned by 40° about the world's axis, and twice as far away.
  const turned = LGM_RIG.azimuthsDeg.map((azimuth) =>
    orbitCamera(azimuth + 40, 0, 2 * LGM_RIG.radius, LGM_RIG.fovDeg, SIZE),
  );
  const moved = await reconstruct({ images, cameras: turned }, { filters: 'none' }, lgm);
  const [sin, cos] = [Math.sin((40 * Math.PI) / 180), Math.cos((40 * Math.PI) / 180)];
  const expected = original.xyz.map((_, i) => {
    const [x, y, z] = original.xyz.subarray(i - (i % 3), i - (i % 3) + 3);
    return 2 * [cos * x - sin * y, sin * x + cos * y, z][i % 3];
  });
  expect(relativeError(moved.xyz, expected)).toBeLessThan(1e-4);
  expect(
    relativeError(
      moved.logScale,
      original.logScale.map((s) => s + Math.log(2)),
    ),
  ).toBeLessThan(1e-4);
  expect(relativeError(moved.shDc, original.shDc)).toBeLessThan(1e-4);
});

test('reconstructs from two of four views', async () => {
  const lgm = await context();
  const cameras = rigCameras(LGM_RIG, SIZE);
  const two = await reconstruct(
    { images: pictures(4), cameras },
    { filters: 'none', viewCount: 2 },
    lgm,
  );
  expect(two.count).toBe(2 * 16 * 16);
});

test("takes four of FaceLift's six views, or as many of these four as the settings say", async () => {
  const lgm = await context();
  const stage = lgm.pack.manifest.stages.reconstruct;
  if (stage.kind !== 'lgm') throw new Error('no LGM');
  stage.useViews = [0, 4, 3, 2];
  const all = { images: pictures(6), cameras: rigCameras(FACELIFT_RIG, SIZE) };
  const pick = (views: number[]): Views => ({
    images: views.map((view) => all.images[view]),
    cameras: views.map((view) => all.cameras[view]),
  });
  const run = (views: Views, viewCount?: number) =>
    reconstruct(views, { filters: 'none', viewCount }, lgm);
  const four = await run(pick([0, 4, 3, 2]));
  expect((await run(all)).xyz).toEqual(four.xyz);
  // LGM takes only four views.
  expect((await run(all, 5)).xyz).toEqual(four.xyz);
  expect((await run(all, 2)).xyz).toEqual((await run(pick([0, 3]))).xyz);
});
