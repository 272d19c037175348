import { expect, it } from 'vitest';
import type { Camera } from '../../core/camera/camera.ts';
import type { RgbaImage } from '../../core/image/image.ts';
import { CpuRasterizer } from '../../core/rasterize/rasterize.ts';
import { exampleManifest } from '../../test/example-manifest.ts';
import { randomCloud } from '../../test/random-clouds.ts';
import { stageContext } from '../../test/stage-context.ts';
import type { TurntableSettings } from '../events.ts';
import { turntable } from './turntable.ts';

const cloud = randomCloud(7, {
  count: 40,
  position: (r) => [0.2 * r() - 0.1, 0.2 * r() - 0.1, 0.2 * r() - 0.1],
  logScale: () => [-3, -3, -3],
});

/** Films the cloud. The file is not encoded: its frames are kept. */
async function film(settings: TurntableSettings) {
  const frames: RgbaImage[] = [];
  const cameras: Camera[] = [];
  const rates: number[] = [];
  const drawer = new CpuRasterizer();
  await drawer.load(cloud);
  const runtime = {
    rasterizer: async () => ({
      atOnce: 1,
      renderBytes: (...[camera, options]: Parameters<CpuRasterizer['renderBytes']>) => {
        cameras.push(camera);
        return drawer.renderBytes(camera, options);
      },
    }),
    openVideo: async (_: RgbaImage, fps: number) => {
      rates.push(fps);
      return {
        name: 'turntable.mp4',
        add: async (frame: RgbaImage) => void frames.push(frame),
        finish: async () => new Blob(['film']),
        cancel: async () => undefined,
      };
    },
  };
  const context = await stageContext(exampleManifest(), runtime);
  const { name } = await turntable(cloud, settings, context);
  const centreOf = ({ w2c: m }: Camera) =>
    [0, 1, 2].map((k) => -[0, 1, 2].reduce((sum, row) => sum + m[4 * row + k] * m[4 * row + 3], 0));
  return { name, frames, rates, centres: cameras.map(centreOf), fx: cameras[0].fx };
}

it('without settings the video is that of the pack', async () => {
  const { turntable: shot, rig } = exampleManifest();
  const { frames, rates, centres } = await film({ turntableSize: 64 });
  expect(rates).toEqual([shot.fps]);
  expect(frames).toHaveLength(shot.frames);
  expect(Math.hypot(...centres[0])).toBeCloseTo(rig.radius, 9);
  expect([...frames[0].data.subarray(0, 4)]).toEqual([255, 255, 255, 255]);
});

it('frames, speed, distance, elevation and size are those of the settings', async () => {
  const { frames, rates, centres } = await film({
    turntableFrames: 4,
    turntableFps: 12.5,
    turntableRadius: 3.5,
    turntableElevationDeg: 30,
    turntableSize: 65,
  });
  expect(rates).toEqual([12.5]);
  expect(frames.map(({ width, height }) => [width, height])).toEqual(Array(4).fill([66, 66]));
  // From the front (−Y), then a quarter turn to +X, …
  const [flat, up] = [3.5 * Math.cos(Math.PI / 6), 3.5 * Math.sin(Math.PI / 6)];
  const around = [
    [0, -flat, up],
    [flat, 0, up],
    [0, flat, up],
    [-flat, 0, up],
  ];
  around.forEach((centre, i) =>
    centre.forEach((value, k) => expect(centres[i][k]).toBeCloseTo(value, 9)),
  );
});

it.each([
  ['white', [255, 255, 255, 255]],
  ['black', [0, 0, 0, 255]],
  ['grey', [128, 128, 128, 255]],
  ['#c0ffee', [192, 255, 238, 255]],
])('the background is %s', async (turntableBackground, pixel) => {
  const { frames } = await film({ turntableFrames: 2, turntableSize: 64, turntableBackground });
  for (const { data } of frames) expect([...data.subarray(0, 4)]).toEqual(pixel);
});

it('a text that is no background is refused', async () => {
  await expect(film({ turntableFrames: 2, turntableBackground: 'plaid' })).rejects.toMatchObject({
    code: 'settings-invalid',
    stage: 'turntable',
  });
});
