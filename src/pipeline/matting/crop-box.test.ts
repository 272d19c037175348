import { expect, it } from 'vitest';
import { closeUpBox, cropPlane, cropRgba, pastePlane, scaledBox } from './crop-box.ts';

/** A mask that is 1 in a rectangle and 0 elsewhere. */
function mask(width: number, height: number, [left, top, right, bottom]: readonly number[]) {
  return Float32Array.from({ length: width * height }, (_, i) => {
    const [x, y] = [i % width, Math.floor(i / width)];
    return Number(x >= left && x < right && y >= top && y < bottom);
  });
}

const boxOf = (width: number, height: number, mouse: readonly number[]) =>
  closeUpBox(mask(width, height, mouse), width, height);

it('the close-up is a square around the mouse', () =>
  expect(boxOf(200, 100, [90, 45, 130, 55])).toEqual({ left: 84, top: 24, width: 52, height: 52 }));

it('the close-up stays within the picture', () => {
  expect(boxOf(100, 100, [0, 0, 40, 10])).toEqual({ left: 0, top: 0, width: 52, height: 52 });
  expect(boxOf(100, 100, [60, 90, 100, 100])).toEqual({ left: 48, top: 48, width: 52, height: 52 });
  expect(boxOf(200, 40, [90, 0, 130, 40])).toEqual({ left: 84, top: 0, width: 52, height: 40 });
});

it('the close-up of a distant mouse is at least an eighth of the picture’s longer side', () =>
  expect(boxOf(160, 80, [80, 40, 82, 42])).toMatchObject({ width: 20, height: 20 }));

it('there is no close-up if it would be nearly the whole picture, or if the mask is empty', () => {
  expect(boxOf(100, 100, [10, 10, 80, 80])).toBeNull();
  expect(boxOf(100, 100, [0, 0, 0, 0])).toBeNull();
});

it('scales a rectangle to another picture size, within the picture and never empty', () => {
  const small = { width: 10, height: 5 };
  const box = { left: 8, top: 0, width: 2, height: 5 };
  expect(scaledBox(box, small, { width: 33, height: 16 })).toEqual({
    left: 26,
    top: 0,
    width: 7,
    height: 16,
  });
  expect(scaledBox({ ...box, width: 1 }, small, { width: 3, height: 1 })).toEqual({
    left: 2,
    top: 0,
    width: 1,
    height: 1,
  });
});

it('crops and pastes the same pixels', () => {
  const plane = Float32Array.from({ length: 12 }, (_, i) => i);
  const box = { left: 1, top: 1, width: 2, height: 2 };
  const crop = cropPlane(plane, 4, box);
  expect([...crop]).toEqual([5, 6, 9, 10]);
  const blank = new Float32Array(12);
  pastePlane(blank, 4, crop, box);
  expect([...blank]).toEqual([0, 0, 0, 0, 0, 5, 6, 0, 0, 9, 10, 0]);
  const data = Uint8ClampedArray.from({ length: 48 }, (_, i) => i);
  const { width, height, data: cut } = cropRgba({ width: 4, height: 3, data }, box);
  expect([width, height, ...cut.subarray(0, 8)]).toEqual([2, 2, 20, 21, 22, 23, 24, 25, 26, 27]);
});
