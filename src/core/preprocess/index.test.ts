import { cameraFor } from '../camera/camera.ts';
import { isOnWhite, withMask, withoutWhite } from '../image/cut-out.ts';
import { describe, expect, it, test } from 'vitest';
import { drawn } from '../../test/photos/drawn.ts';
import type { Camera } from '../camera/camera.ts';
import { orbitCamera } from '../camera/orbit.ts';
import type { RgbaImage } from '../image/image.ts';
import {
  cameraJson,
  DEFAULTS,
  preprocessPicture,
  preprocessSample,
  TARGET_RATIO,
  type Method,
  type PreprocessOptions,
} from './index.ts';

const options = (method: Method, more: Partial<PreprocessOptions> = {}): PreprocessOptions => ({
  method,
  cameras: 'exact',
  targetRatio: TARGET_RATIO[method],
  ...DEFAULTS,
  outputSize: 96,
  ...more,
});

/** Two balls: x, y, z, radius. The second one is blue. */
const BALLS = [
  [0.2, -0.1, 0.05, 0.22],
  [-0.25, 0.15, -0.1, 0.12],
];

const project = ({ w2c: m, fx, fy, cx, cy }: Camera, [x, y, z]: number[]) => {
  const [a, b, c] = [0, 4, 8].map((r) => m[r] * x + m[r + 1] * y + m[r + 2] * z + m[r + 3]);
  return [(fx * a) / c + cx, (fy * b) / c + cy, c];
};

/** What a camera sees of the balls, as discs with smooth edges. */
function picture(camera: Camera): RgbaImage {
  const discs = BALLS.map((ball) => {
    const [u, v, depth] = project(camera, ball);
    return [u, v, (camera.fx * ball[3]) / depth];
  });
  return drawn(camera.width, camera.height, (x, y) => {
    const [body, blue] = discs.map(([u, v, r]) =>
      Math.min(Math.max(r - Math.hypot(x + 0.5 - u, y + 0.5 - v) + 0.5, 0), 1),
    );
    return blue > 0 ? [0, 0, 255, 255 * blue] : [150, 100, 0, 255 * body];
  });
}

/** Mean position of the blue pixels: pixel centres are at + ½. */
function blueAt({ width, data }: RgbaImage): number[] {
  let [sum, x, y] = [0, 0, 0];
  for (let i = 0; i < data.length / 4; i++) {
    const [r, , b, a] = data.subarray(4 * i, 4 * i + 4);
    const weight = ((b - r) / 255) * a;
    if (b <= r || a === 0) continue;
    sum += weight;
    x += weight * ((i % width) + 0.5);
    y += weight * (Math.floor(i / width) + 0.5);
  }
  return [x / sum, y / sum];
}

const CAMERAS = [0, 80, 200].map((azimuth, i) => ({
  ...orbitCamera(azimuth, 15 * i, 2.7, 50, 128),
  cx: 60 + 4 * i,
  cy: 70,
}));
const VIEWS = CAMERAS.map((camera) => ({ image: picture(camera), camera }));
const blank = (side = 128) => drawn(side, side, () => [255, 255, 255, 0]);

describe('with exact cameras', () => {
  it.each<[string, PreprocessOptions]>([
    ['pixel_based', options('pixel_based')],
    ['pixel_based, larger', options('pixel_based', { outputSize: 300 })],
    ['centered', options('centered')],
    ['uniform', options('uniform')],
    ['uniform, larger', options('uniform', { outputSize: 300 })],
    ['uniform, in the middle', options('uniform', { fitInFrame: false, targetRatio: 0.2 })],
    [
      'uniform, in the middle, larger',
      options('uniform', { fitInFrame: false, targetRatio: 0.3, outputSize: 200 }),
    ],
    ['add_alpha', options('add_alpha')],
  ])('%s: a point of the mouse is where the new camera sees it', (_, chosen) => {
    const { views, scales } = preprocessSample(VIEWS, chosen);
    for (const [i, view] of views.entries()) {
      expect(view).not.toBeNull();
      if (!view) continue;
      expect([view.camera.width, view.camera.height]).toEqual([
        view.image.width,
        view.image.height,
      ]);
      expect(view.camera.w2c).toEqual(CAMERAS[i].w2c);
      const [x, y] = blueAt(view.image);
      const [u, v] = project(view.camera, BALLS[1]);
      expect(Math.hypot(x - u, y - v)).toBeLessThan(0.1 * Math.max(1, scales[i]));
    }
  });

  it.each<Method>(['pixel_based', 'centered', 'uniform'])(
    '%s: a view without a mouse is left out, and does not change the others',
    (method) => {
      const whole = preprocessSample(VIEWS, options(method));
      const sample = preprocessSample(
        [...VIEWS, { image: blank(), camera: CAMERAS[0] }],
        options(method),
      );
      expect(sample.views[3]).toBeNull();
      expect(sample.shown).toEqual([true, true, true, false]);
      const bytes = (list: typeof whole.views) =>
        Buffer.concat(list.slice(0, 3).map((view) => new Uint8Array(view?.image.data ?? [])));
      expect(bytes(sample.views).equals(bytes(whole.views))).toBe(true);
    },
  );
});

test('the mouse has the wanted size, one for each view or one for all', () => {
  const each = preprocessSample(VIEWS, options('pixel_based'));
  expect(new Set(each.scales.map((scale) => scale.toFixed(6))).size).toBe(3);
  for (const method of ['centered', 'uniform'] as const)
    expect(new Set(preprocessSample(VIEWS, options(method)).scales).size).toBe(1);
  const { image, scale } = preprocessPicture(VIEWS[0].image, options('pixel_based'));
  const shown = image.data.filter((value, i) => i % 4 === 3 && value > 10).length;
  expect(Math.sqrt(shown / (image.width * image.height))).toBeCloseTo(0.3, 1.3);
  expect(scale).toBeGreaterThan(0);
});

test('a picture or a sample without a mouse is refused', () => {
  const code = expect.objectContaining({ code: 'mask-empty' }) as Error;
  for (const method of ['pixel_based', 'centered', 'uniform', 'add_alpha'] as const)
    expect(() => preprocessPicture(blank(), options(method))).toThrow(code);
  const dot = drawn(9, 9, (x, y) => [0, 0, 0, x === 4 && y === 4 ? 255 : 0]);
  expect(() => preprocessPicture(dot, options('centered'))).toThrow(code);
});

test('a mouse of two pixels does not need memory for the whole enlarged picture', () => {
  const dot = drawn(600, 600, (x, y) => [0, 0, 0, y === 300 && x > 298 && x < 301 ? 255 : 0]);
  const { image } = preprocessPicture(dot, options('centered'));
  expect([image.width, image.height]).toEqual([600, 600]);
});

describe('masks', () => {
  const onWhite = drawn(20, 10, (x) => (x < 5 ? [250, 251, 255] : x < 8 ? 90 : 251));

  it('of pictures on white are the pixels that are not white; the lab’s threshold', () => {
    expect(isOnWhite(onWhite)).toBe(true);
    const { data } = withoutWhite(onWhite);
    expect([0, 5, 8].map((x) => data[4 * x + 3])).toEqual([255, 255, 0]);
    expect([...data.subarray(32, 35)]).toEqual([251, 251, 251]);
    expect(isOnWhite(drawn(20, 10, () => 200))).toBe(false);
    expect(
      isOnWhite(
        drawn(20, 10, () => 200),
        190,
      ),
    ).toBe(true);
  });

  it('may be smaller than their pictures, but not of other proportions', () => {
    const mask = drawn(10, 5, (x) => (x < 5 ? 255 : 0));
    const { data } = withMask(onWhite, mask) ?? onWhite;
    expect([9, 10].map((x) => data[4 * x + 3])).toEqual([255, 0]);
    expect(
      withMask(
        onWhite,
        drawn(10, 10, () => 255),
      ),
    ).toBeNull();
  });
});

describe('cameras', () => {
  it('are scaled to pictures of another size, but not of other proportions', () => {
    expect(cameraFor(CAMERAS[0], { width: 64, height: 64 })).toMatchObject({ width: 64, cx: 30 });
    expect(cameraFor(CAMERAS[0], { width: 64, height: 48 })).toBeNull();
  });

  it('keep fields that are not known, and lose those that would contradict', () => {
    const frames = [{ at: 1, camera: CAMERAS[1], picture: 'images/cam_001.png' }];
    const before = {
      id: 'rig',
      fl_x: 7,
      frames: [{}, { view_id: 1, K: [1], mask_path: 'masks/1.png', transform_matrix: [] }],
    };
    const { width: w, height: h, fx, fy, cx, cy, w2c } = CAMERAS[1];
    const rows = [0, 4, 8, 12].map((row) => [...w2c.subarray(row, row + 4)]);
    const frame = { view_id: 1, w, h, fx, fy, cx, cy, w2c: rows, file_path: 'images/cam_001.png' };
    expect(cameraJson(before, frames, { added: 1 })).toEqual({
      id: 'rig',
      frames: [frame],
      added: 1,
    });
    expect(cameraJson(before.frames, frames, {})).toEqual({ frames: [frame] });
    expect(cameraJson({ w2c: [], fx: 1 }, [{ ...frames[0], at: 0 }], {})).toEqual({
      frames: [{ ...frame, view_id: undefined }],
    });
  });
});
