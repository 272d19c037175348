import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { toCamera, type Camera } from '../../src/core/camera/camera.ts';
import { mapCamera, mapPoint } from '../../src/core/camera/similarity.ts';
import { sphereCameras } from '../../src/test/photos/spheres.ts';
import { filmCameras } from './film-cameras.ts';
import { findRig, frameOf, movedText, type Posed } from './rig.ts';

// JSON does not keep the sign of −0.
const CAMERAS = sphereCameras(8).map((camera) => ({
  ...camera,
  w2c: camera.w2c.map((v) => v + 0),
}));
const RIG = {
  ...{ id: 'ring', radius: 2, fovDeg: 50, elevationDeg: 20 },
  azimuthsDeg: [0, 90, 180],
  imageSize: 8,
};
const moved = (cameras: readonly Camera[], translation: readonly number[]) =>
  cameras.map((camera) =>
    mapCamera({ scale: 3, rotation: [1, 0, 0, 0, 1, 0, 0, 0, 1], translation }, camera),
  );
const MODEL = { placement: undefined, frame: 'model' } as const;

let work: string;
const frame = (number: number) => ({ number, source: path.join(work, `s${number}`), folder: '' });

async function write(number: number, cameras: readonly Camera[] | null) {
  const folder = frame(number).source;
  await mkdir(path.join(folder, 'images'), { recursive: true });
  const white = { width: 8, height: 8, channels: 3, background: 'white' } as const;
  for (const i of CAMERAS.keys())
    await sharp({ create: white })
      .png()
      .toFile(path.join(folder, 'images', `${i}.png`));
  const frames = cameras?.map(({ width: w, height: h, w2c, ...rest }) => ({
    ...{ w, h, ...rest },
    w2c: [0, 4, 8, 12].map((from) => [...w2c.subarray(from, from + 4)]),
  }));
  await writeFile(
    path.join(folder, 'opencv_cameras.json'),
    frames ? JSON.stringify({ frames }) : '{',
  );
}

beforeAll(async () => {
  work = await mkdtemp(path.join(tmpdir(), 'rig-'));
  await write(0, null);
  await write(1, CAMERAS);
  await write(
    2,
    CAMERAS.map((camera) => ({ ...camera, fx: 7, fy: 7 })),
  );
  await write(3, CAMERAS.with(2, moved(CAMERAS, [0.1, 0, 0])[2]));
});
afterAll(() => rm(work, { recursive: true }));

const posed: Posed = {
  ...{ kind: 'samples', input: '', placed: MODEL },
  posed: { inputViews: undefined, cameraSize: undefined },
};

describe('the rig of a sequence', () => {
  it('is that of the first sample that can be opened', async () => {
    const { sample, cameras } = await findRig([0, 1, 3].map(frame), posed);
    expect(sample.name).toBe('s1');
    expect(cameras).toEqual(CAMERAS);
    await expect(findRig([frame(0)], posed)).rejects.toThrow('not JSON');
  });

  it('names samples whose cameras stand elsewhere; other focal lengths are no movement', async () => {
    const rig = await findRig([frame(1)], posed);
    expect(await movedText([0, 1, 2].map(frame), rig)).toBeNull();
    expect(await movedText([0, 1, 2, 3].map(frame), rig)).toMatch(/^The cameras of 1 of 4 .*s3/);
  });
});

describe('coordinates of all splats', () => {
  it('have the cameras at the trained distance around the point that they look at', () => {
    const offset = [40, -3, 7];
    const toSplats = frameOf(moved(CAMERAS, offset), MODEL, RIG);
    mapPoint(toSplats, offset).forEach((value) => expect(value).toBeCloseTo(0, 9));
    expect(toSplats.scale).toBeCloseTo(2 / (2.7 * 3), 9);
  });

  it.each([
    { placement: undefined, frame: 'lab' },
    { placement: 'none', frame: 'model' },
  ] as const)('are those of the camera files with %o', (placed) => {
    const toSplats = frameOf(moved(CAMERAS, [40, -3, 7]), placed, RIG);
    expect(mapPoint(toSplats, [1, 2, 3])).toEqual([1, 2, 3]);
  });

  it('are refused if all cameras look in one direction', () => {
    const parallel = [0, 1, 2].map((x) => ({
      ...CAMERAS[0],
      w2c: CAMERAS[0].w2c.with(3, x),
    }));
    expect(() => frameOf(parallel, MODEL, RIG)).toThrow('--frame lab');
    expect(frameOf(parallel, { ...MODEL, frame: 'lab' }, RIG).scale).toBe(1);
  });
});

describe('the cameras of films', () => {
  const film = { renderViews: [3, 1], renderSize: 41, cameras: undefined } as never;
  const oblong = CAMERAS.map((camera) => ({ ...camera, width: 12, cx: 6 }));

  it('have even sides, and show a point at the same part of the picture', async () => {
    const chosen = await filmCameras(film, { cameras: oblong, name: 'x' });
    expect(chosen.map(({ number }) => number)).toEqual([3, 1]);
    const point = Float32Array.of(0.3, -0.2, 0.1);
    const at = (camera: Camera) => {
      const [x, y, z] = toCamera(camera, point, 0);
      return [
        ((camera.fx * x) / z + camera.cx) / camera.width,
        ((camera.fy * y) / z + camera.cy) / camera.height,
      ];
    };
    for (const { number, camera } of chosen) {
      expect([camera.width, camera.height]).toEqual([42, 28]);
      at(camera).forEach((value, k) => expect(value).toBeCloseTo(at(oblong[number])[k], 9));
    }
  });

  it('are refused if there is no such camera', async () => {
    const own = { cameras: oblong.slice(0, 3), name: 'rig.json' };
    await expect(filmCameras(film, own)).rejects.toThrow(
      '--render-views names view 3, but rig.json has the views 0 to 2.',
    );
  });
});
