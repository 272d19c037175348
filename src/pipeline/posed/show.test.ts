import { describe, expect, it } from 'vitest';
import { mapCamera, mapPoint, type Similarity } from '../../core/camera/similarity.ts';
import type { RgbaImage } from '../../core/image/image.ts';
import { drawn } from '../../test/photos/drawn.ts';
import { sphereCameras, sphereMask, sphereView } from '../../test/photos/spheres.ts';
import { outlined } from './outlined.ts';
import { shownViews } from './show.ts';

const LAB: Similarity = {
  scale: 120,
  rotation: [1, 0, 0, 0, 0, 1, 0, -1, 0],
  translation: [500, 80, -300],
};
const SPLAT = sphereCameras(64).slice(0, 3);
const cut = (i: number): RgbaImage => {
  const view = sphereView(SPLAT[i]);
  const mask = sphereMask(SPLAT[i]);
  return drawn(64, 64, (x, y) => [
    ...view.data.subarray(4 * (64 * y + x), 4 * (64 * y + x) + 3),
    255 * mask[64 * y + x],
  ]);
};

describe('shownViews', () => {
  const encoded: RgbaImage[] = [];
  const encodePng = async (image: RgbaImage) => {
    encoded.push(image);
    return new Blob();
  };
  const runtime = { codec: { encodePng } };
  const cameras = SPLAT.map((camera) => mapCamera(LAB, camera));
  const source = {
    pictures: [0, 1, 2].map((i) => ({ file: new Blob(), fileName: `c${i}.png` })),
    cameras: cameras.map((camera) => ({ ...camera, width: 128, height: 128, fx: 2 * camera.fx })),
  };
  const toSplat: Similarity = {
    scale: 1 / 120,
    rotation: [1, 0, 0, 0, 0, -1, 0, 1, 0],
    translation: [-500 / 120, -300 / 120, -80 / 120],
  };
  const subject = mapPoint(LAB, [0.1, 0, 0]);
  const views = {
    images: SPLAT.map((camera) => sphereView(camera)),
    cameras: SPLAT,
    photos: [cut(0), null, cut(2)],
    placement: {
      ...{ name: 'subject' as const, toSplat, subject, missed: [7, 9], missedPixels: [1, 3] },
      shifts: [0, 3, 0].map((x) => ({ x, y: x && 4 })),
    },
  };

  it('states distances in the lab’s units, and the residuals of the views that have a mask', async () => {
    const shown = await shownViews(source, views, { runtime });
    const [first, second, third] = shown.views;
    expect(first).toMatchObject({ name: 'c0.png', masked: true, missed: { units: 7, pixels: 1 } });
    expect(second.missed).toBeUndefined();
    expect(second).toMatchObject({ masked: false, movedPixels: 5 });
    expect(third).toMatchObject({ missed: { units: 9, pixels: 3 }, movedPixels: 0 });
    expect(first.distance).toBeCloseTo(120 * 2.6, -1);
    expect(first).toMatchObject({ width: 128, focalPx: 2 * SPLAT[0].fx });
    expect(shown.scale).toBeCloseTo(1 / 120, 9);
    expect(shown.mouse!.map((value) => Number(value.toFixed(6)) + 0)).toEqual([0.1, 0, 0]);
  });

  it('shows the part around the mouse, or the whole view if there is no mask', () => {
    expect(encoded.map(({ width }) => width < 64)).toEqual([true, false, true]);
  });
});

describe('outlined', () => {
  it('draws a line where the mask ends, keeps the mouse, and fades the background', () => {
    const photo = drawn(9, 9, (x, y) =>
      x >= 3 && x < 7 && y >= 3 && y < 7 ? [10, 20, 30, 255] : [100, 100, 100, 0],
    );
    const { data } = outlined(photo);
    const pixel = (x: number, y: number) => [
      ...data.subarray(4 * (9 * y + x), 4 * (9 * y + x) + 4),
    ];
    expect(pixel(5, 5)).toEqual([10, 20, 30, 255]);
    expect(pixel(0, 0)).toEqual([201, 201, 201, 255]);
    expect(pixel(2, 5)).toEqual([232, 89, 12, 255]);
    expect(pixel(6, 5)).toEqual([232, 89, 12, 255]);
    expect(pixel(8, 5)).toEqual([201, 201, 201, 255]);
  });
});
