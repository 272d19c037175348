import { describe, expect, it } from 'vitest';
import { recordedPart } from '../../test/recorded-output.ts';
import { readRecording } from '../../test/recording.ts';
import { psnr, randomCloud, rasterCases } from '../../test/random-clouds.ts';
import type { Camera } from '../camera/camera.ts';
import { emptyCloud, type GaussianCloud } from '../gaussians/gaussian-cloud.ts';
import { frameToRgba } from './frame.ts';
import { CpuRasterizer, rasterizeCpu } from './rasterize.ts';

const [ordinary] = rasterCases;

/** One splat per opacity on the optical axis of a camera at the origin, from z = 2 in steps of 1/8 world unit. */
const onAxis = (opacities: number[], colours: number[][], sigma = 0.1): GaussianCloud => {
  const cloud = emptyCloud(opacities.length);
  opacities.forEach((opacity, i) => {
    cloud.xyz.set([0, 0, 2 + i / 8], 3 * i);
    cloud.shDc.set(
      colours[i].map((c) => (c - 0.5) / 0.28209479177387814),
      3 * i,
    );
    cloud.opacityLogit[i] = Math.log(opacity / (1 - opacity));
    cloud.logScale.fill(Math.log(sigma), 3 * i, 3 * i + 3);
    cloud.rotation[4 * i] = 1;
  });
  return cloud;
};

/** The centre of pixel (16, 16) is on the axis. */
const ahead: Camera = {
  width: 33,
  height: 33,
  fx: 50,
  fy: 50,
  cx: 16.5,
  cy: 16.5,
  w2c: new Float64Array([1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1]),
};

const pixel = (data: Float32Array, x: number, y: number) => {
  const at = 4 * (33 * y + x);
  return [...data.subarray(at, at + 4)];
};

describe('the rules, pixel by pixel', () => {
  it('draws a round splat as a Gaussian, cut off at alpha 1/255', () => {
    const { rgba, depth } = rasterizeCpu(onAxis([0.8], [[1, 0.5, 0.25]]), ahead, {
      background: 'black',
    });
    // σ = 50 px · 0.1 / 2 = 2.5 px, plus the blur. The square of half-width 8 covers every tile, except those that it
    // enters by less than a pixel.
    const variance = 2.5 ** 2 + 0.3;
    for (let y = 0; y < 33; y++)
      for (let x = 0; x < 33; x++) {
        const alpha = 0.8 * Math.exp(-((x - 16) ** 2 + (y - 16) ** 2) / (2 * variance));
        const drawn = alpha >= 1 / 255 && x < 32 && y < 32 ? alpha : 0;
        const [red, green, blue, coverage] = pixel(rgba, x, y);
        expect(red).toBeCloseTo(drawn, 6);
        expect(green).toBeCloseTo(drawn / 2, 6);
        expect(blue).toBeCloseTo(drawn / 4, 6);
        expect(coverage).toBeCloseTo(drawn, 6);
        expect(depth[33 * y + x]).toBeCloseTo(2 * drawn, 6);
      }
  });

  it('blends nearest first, whatever the order of the cloud', () => {
    const cloud = onAxis([0.5, 0.6], [[1, 0, 0], [0, 1, 0]]); // prettier-ignore
    const swapped = onAxis([0.6, 0.5], [[0, 1, 0], [1, 0, 0]]); // prettier-ignore
    swapped.xyz.set([0, 0, 2.125, 0, 0, 2]);
    const { rgba } = rasterizeCpu(cloud, ahead, { background: 'white' });
    const [red, green, blue, coverage] = pixel(rgba, 16, 16);
    expect([red, green, blue, coverage].map((v) => v.toFixed(6))).toEqual(
      [0.5 + 0.2, 0.3 + 0.2, 0.2, 0.8].map((v) => v.toFixed(6)),
    );
    expect(rasterizeCpu(swapped, ahead).rgba).toEqual(rgba);
  });

  it('limits alpha to 0.99, and stops before the splat that brings the transmittance below 1/10,000', () => {
    const opaque = [0.9999, 0.9999, 0.9999];
    const { rgba } = rasterizeCpu(onAxis(opaque, [[0, 0, 0], [0, 0, 0], [1, 1, 1]]), ahead, { background: 'black' }); // prettier-ignore
    // Rounding decides whether 0.01 · 0.01 is below 0.0001. The third splat is not drawn in either case.
    const [red, , , coverage] = pixel(rgba, 16, 16);
    expect(red).toBe(0);
    expect(coverage).toBeGreaterThanOrEqual(0.9899);
    const two = rasterizeCpu(onAxis([0.9999, 0.995], [[1, 1, 1], [1, 1, 1]]), ahead); // prettier-ignore
    expect(pixel(two.rgba, 16, 16)[3]).toBeLessThan(0.99995);
  });

  it('does not draw splats at depth 0.2 or nearer, or of alpha below 1/255', () => {
    const cloud = onAxis([0.9, 0.9, 0.0039], [[0, 0, 0], [0, 0, 0], [0, 0, 0]]); // prettier-ignore
    cloud.xyz.set([0, 0, 0.19, 0, 0, -1]);
    const { rgba } = rasterizeCpu(cloud, ahead);
    expect(new Set(rgba)).toEqual(new Set([1, 0]));
  });

  it('keeps colours above one, and sets colours below zero to zero', () => {
    const { rgba } = rasterizeCpu(onAxis([0.5], [[3, -2, 1]]), ahead, { background: 'black' });
    expect(pixel(rgba, 16, 16).slice(0, 2)).toEqual([1.5, 0]);
  });
});

describe('equals a recording of an independent implementation', async () => {
  const { io } = await readRecording('raster');
  const read = async (name: string) => (await io(name)).data;

  it.each(['plain', 'crowded', 'needles', 'near', 'sh1', 'sh2', 'sh3'])('%s', async (scene) => {
    const [width, height, fx, fy, cx, cy] = await read(`${scene}.camera`);
    const low = await read(`${scene}.w2c_low`);
    const w2c = Float64Array.from(await read(`${scene}.w2c`), (high, i) => high + low[i]);
    const xyz = await read(`${scene}.xyz`);
    const cloud: GaussianCloud = {
      count: xyz.length / 3,
      xyz,
      shDc: await read(`${scene}.sh_dc`),
      opacityLogit: await read(`${scene}.opacity_logit`),
      logScale: await read(`${scene}.log_scale`),
      rotation: await read(`${scene}.rotation`),
    };
    if (scene.startsWith('sh')) {
      const degree = ([1, 2, 3] as const)[Number(scene[2]) - 1];
      cloud.sh = { degree, rest: await read(`${scene}.sh_rest`) };
    }
    const frame = rasterizeCpu(cloud, { width, height, fx, fy, cx, cy, w2c });
    const [rgba, depth] = [await io(`${scene}.rgba`), await io(`${scene}.depth`)];
    expect(psnr(recordedPart(frame.rgba, rgba), rgba.data)).toBeGreaterThan(130);
    expect(psnr(recordedPart(frame.depth, depth), depth.data)).toBeGreaterThan(120);
  });
});

describe('CpuRasterizer', () => {
  it('draws every unusual cloud without NaN or infinities', () => {
    for (const { cloud, camera } of rasterCases) {
      const { rgba, depth } = rasterizeCpu(cloud, camera);
      expect(rgba.every(Number.isFinite)).toBe(true);
      expect(depth.every(Number.isFinite)).toBe(true);
    }
  });

  it('draws the same frame whatever was drawn before', async () => {
    const reused = new CpuRasterizer();
    await reused.load(randomCloud(30));
    await reused.render({ ...ordinary.camera, width: 20 });
    await reused.load(ordinary.cloud);
    const first = await reused.render(ordinary.camera, { background: 'transparent' });
    expect(await reused.render(ordinary.camera, { background: 'transparent' })).toEqual(first);
    const { cloud, camera } = ordinary;
    expect(rasterizeCpu(cloud, camera, { background: 'transparent' })).toEqual(first);
  });

  it.each(['white', 'black', 'transparent', [0.1, 0.6, 0.45]] as const)(
    'renderBytes equals frameToRgba over %s, for any previous frame',
    async (background) => {
      const drawer = new CpuRasterizer();
      for (const { cloud, camera } of [ordinary, ...rasterCases, ordinary]) {
        await drawer.load(cloud);
        const bytes = await drawer.renderBytes(camera, { background });
        const expected = frameToRgba(rasterizeCpu(cloud, camera, { background }));
        expect(Buffer.from(expected.data.buffer).equals(Buffer.from(bytes.data.buffer))).toBe(true);
      }
    },
  );

  it('does not change the cloud', () => {
    const cloud = randomCloud(31, { logit: (_, i) => (i % 2 ? NaN : 90) });
    const before = structuredClone(cloud);
    rasterizeCpu(cloud, ordinary.camera);
    expect(cloud).toEqual(before);
  });

  it.each([{ width: 0 }, { height: 1.5 }, { fx: NaN }, { fy: -1 }, { w2c: new Float64Array(12) }])(
    'rejects a camera with %o',
    async (wrong) => {
      const render = new CpuRasterizer().render({ ...ordinary.camera, ...wrong });
      await expect(render).rejects.toMatchObject({ code: 'camera-invalid' });
    },
  );
});

it('pictures of other sizes in between change nothing', async () => {
  const { cloud, camera } = ordinary;
  const rasterizer = new CpuRasterizer();
  rasterizer.loadNow(cloud);
  const sized = (width: number, height: number): Camera => ({
    ...{ ...camera, width, height },
    ...{ cx: (camera.cx * width) / camera.width, cy: (camera.cy * height) / camera.height },
  });
  for (const [width, height] of [
    [60, 44],
    [23, 51],
    [4, 4],
    [60, 44],
  ]) {
    const shot = sized(width, height);
    const { data } = await rasterizer.renderBytes(shot, { background: 'transparent' });
    expect(data).toEqual(
      frameToRgba(rasterizeCpu(cloud, shot, { background: 'transparent' })).data,
    );
  }
});
