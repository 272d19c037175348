import { describe, expect, it } from 'vitest';
import { toCamera } from '../../core/camera/camera.ts';
import { mapCamera, mapPoint, type Similarity } from '../../core/camera/similarity.ts';
import { drawn } from '../../test/photos/drawn.ts';
import { sphereCameras, sphereMask, sphereView } from '../../test/photos/spheres.ts';
import { pngFile as file, readPosed as read } from '../../test/photos/posed.ts';

const CAMERAS = sphereCameras(96);
const VIEWS = CAMERAS.map((camera) => sphereView(camera));
const NONE = { placement: 'none' } as const;
const background = [0, 0, 0, 0];

/** A lab's frame: millimetres, Y up, elsewhere. */
const LAB: Similarity = {
  scale: 120,
  rotation: [1, 0, 0, 0, 0, 1, 0, -1, 0],
  translation: [500, 80, -300],
};

describe('readViews', () => {
  it('leaves square pictures and cameras unchanged with the placement none', async () => {
    const views = await read(VIEWS, CAMERAS, NONE);
    expect(views.images).toEqual(VIEWS);
    expect(views.cameras).toEqual(CAMERAS);
    expect(views.placement).toMatchObject({ name: 'none', toSplat: { scale: 1 } });
    expect(views.notices).toBeUndefined();
  });

  it('cuts pictures out by their alpha, by white, and by a mask of another size', async () => {
    const clear = CAMERAS.map((camera) => sphereView(camera, { background }));
    const masks = sphereCameras(192).map((camera) => {
      const mask = sphereMask(camera);
      return file(
        drawn(192, 192, (x, y) => 255 * mask[y * 192 + x]),
        'm.png',
      );
    });
    const grey = CAMERAS.map((camera) => sphereView(camera, { background: 140 }));
    const alphas = async (found: ReturnType<typeof read>) =>
      (await found).photos?.map((photo) => photo?.data.filter((_, i) => i % 4 === 3).join());
    const wanted = await alphas(read(clear, CAMERAS, NONE));
    expect(await alphas(read(VIEWS, CAMERAS, NONE))).toEqual(wanted);
    const masked = await read(grey, CAMERAS, NONE, { masks });
    expect(masked.photos?.every((photo) => photo?.data[3] === 0)).toBe(true);
    expect([...masked.images[0].data.subarray(0, 4)]).toEqual([255, 255, 255, 255]);
    const wide = [
      file(
        drawn(64, 32, () => 255),
        'm.png',
      ),
      ...masks.slice(1),
    ];
    await expect(read(grey, CAMERAS, NONE, { masks: wide })).rejects.toThrow(
      /The mask m\.png is 64 × 32, which does not fit/,
    );
  });

  it('puts the subject at the origin, in any unit, place and direction', async () => {
    const lab = CAMERAS.map((camera) => mapCamera(LAB, camera));
    const { cameras, placement } = await read(VIEWS, lab);
    const { toSplat, subject = [], missedPixels = [] } = placement!;
    expect(placement!.name).toBe('subject');
    mapPoint(toSplat!, subject).forEach((value) => expect(Math.abs(value)).toBeLessThan(1e-6));
    expect(toSplat!.scale * LAB.scale).toBeCloseTo(1, 1);
    expect(Math.max(...missedPixels)).toBeLessThan(2);
    cameras.forEach((camera, i) => {
      const { w2c } = mapCamera(toSplat!, lab[i]);
      camera.w2c.forEach((value, k) => expect(value).toBeCloseTo(w2c[k], 9));
    });
  });

  it('moves a picture that is beside its place, and says by how much', async () => {
    const beside = CAMERAS.with(3, { ...CAMERAS[3], cx: CAMERAS[3].cx + 2 });
    const { cameras, placement } = await read(VIEWS, beside);
    expect(placement!.shifts![3].x).toBeCloseTo(-2, 0);
    expect(cameras[3].cx).toBeCloseTo(CAMERAS[3].cx, 0);
  });

  it('makes oblong frames square, with the trained angle of view', async () => {
    const oblong = CAMERAS.map((camera) => ({ ...camera, width: 128, cx: camera.cx + 16 }));
    const views = await read(
      oblong.map((camera) => sphereView(camera)),
      oblong,
      NONE,
    );
    expect(views.images.every(({ width, height }) => width === 512 && height === 512)).toBe(true);
    expect(views.cameras[0]).toMatchObject({
      fx: 512 / (2 * Math.tan((25 * Math.PI) / 180)),
      cx: 256,
    });
    const mask = sphereMask(views.cameras[0]);
    const wrong = mask.filter((is, i) => is !== Number(views.photos![0]!.data[4 * i + 3] > 127));
    expect(wrong.length / mask.reduce((sum, is) => sum + is)).toBeLessThan(0.05);
  });

  it('knows which border of a frame cuts the mouse off', async () => {
    // The left border goes through the largest sphere.
    const cut = CAMERAS.map((camera) => ({ ...camera, width: 60, cx: camera.cx - 36 }));
    const images = cut.map((camera) => sphereView(camera));
    const { photos, cameras } = await read(images, cut, NONE);
    const left = (cameras[0].cx - (cameras[0].fx * cut[0].cx) / cut[0].fx) / 512;
    expect(photos![0]!.frame).toMatchObject({ left, right: Infinity, top: -Infinity });
  });

  it('a close-up is cut by all four borders', async () => {
    // A part of the largest sphere.
    const close = CAMERAS.map((camera) => {
      const [x, y, z] = toCamera(camera, Float32Array.of(0.4, -0.3, 0), 0);
      const cx = 8 - (camera.fx * x) / z;
      const cy = 6 - (camera.fy * y) / z;
      return { ...camera, width: 16, height: 12, cx, cy };
    });
    const { photos } = await read(
      close.map((camera) => sphereView(camera, { background: [0, 0, 0, 0] })),
      close,
      NONE,
      { masks: close.map((camera) => file(sphereView(camera, { subject: 255, background: 0 }))) },
    );
    const edges = Object.values(photos![0]!.frame!);
    expect(edges).toHaveLength(4);
    expect(edges.every(Number.isFinite)).toBe(true);
  });

  it.each([
    ['one view', VIEWS.slice(0, 1), 1, 'views-invalid', 'pictures is 1.'],
    ['13 views', Array.from({ length: 13 }, () => VIEWS[0]), 13, 'views-invalid', 'is 13.'],
    ['too few cameras', VIEWS.slice(0, 2), 1, 'views-invalid', '2 pictures, but 1 cameras'],
    [
      'a picture of another shape',
      [VIEWS[0], drawn(96, 80, () => 255)],
      2,
      'camera-invalid',
      'rig.json: frame 1 is 96 × 96, but 1.png is 96 × 80',
    ],
    ['equal cameras', [VIEWS[0], VIEWS[0]], -2, 'camera-invalid', 'cameras 0 and 1 are the same'],
  ])('refuses %s', async (_, pictures, count, code, reason) => {
    const cameras = Array.from(
      { length: Math.abs(count) },
      (__, i) => CAMERAS[count < 0 ? 0 : i % 6],
    );
    await expect(read(pictures, cameras)).rejects.toMatchObject({
      code,
      message: expect.stringContaining(reason) as string,
    });
  });

  it('refuses an empty mask by its name', async () => {
    const masks = CAMERAS.map((camera, i) => {
      const mask = sphereMask(camera);
      return file(
        drawn(96, 96, (x, y) => (i === 2 ? 0 : 255 * mask[y * 96 + x])),
        'm.png',
      );
    });
    await expect(read(VIEWS, CAMERAS, {}, { masks })).rejects.toThrow(/mask of 2\.png is empty/);
  });

  it('refuses a file that is not a picture', async () => {
    const text = { file: new Blob(['no picture']), fileName: 'b.png' };
    const pictures = [file(VIEWS[0]), text];
    await expect(read([], CAMERAS.slice(0, 2), {}, { pictures })).rejects.toMatchObject({
      code: 'photo-undecodable',
    });
  });
});
