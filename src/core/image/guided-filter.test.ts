import { describe, expect, it } from 'vitest';
import { seededUniform } from '../../test/seeded.ts';
import { boxMean } from './box-mean.ts';
import { applyCoefficients, guidedCoefficients } from './guided-filter.ts';
import type { PlanarImage, RgbaImage } from './image.ts';
import { toPlanar } from './pixels.ts';

const random = (name: string, count: number) =>
  seededUniform(name, count).map((value) => (value + 1) / 2);

function photo(width: number, height: number): RgbaImage {
  const data = new Uint8ClampedArray(4 * width * height);
  random(`${width}x${height}`, data.length).forEach((value, i) => (data[i] = value * 255));
  return { width, height, data };
}

/** The pixels of the window around `pixel` that are inside the picture. */
function windowOf(pixel: number, width: number, height: number, radius: number): number[] {
  const [px, py] = [pixel % width, Math.floor(pixel / width)];
  return Array.from({ length: width * height }, (_, i) => i).filter(
    (i) => Math.abs((i % width) - px) <= radius && Math.abs(Math.floor(i / width) - py) <= radius,
  );
}

const mean = (values: number[]) => values.reduce((a, b) => a + b, 0) / values.length;

/** x of matrix·x = values, by elimination; the matrix is positive definite. */
function solve(matrix: number[][], values: number[]): number[] {
  const rows = matrix.map((row, i) => [...row, values[i]]);
  rows.forEach((pivot, i) => {
    rows.forEach((row, j) => {
      if (j === i) return;
      const factor = row[i] / pivot[i];
      for (let k = i; k < row.length; k++) row[k] -= factor * pivot[k];
    });
  });
  return rows.map((row, i) => row[row.length - 1] / row[i]);
}

/**
 * The filter as published, window by window in float64. In each window a and b minimise Σ (a·I + b − p)² +
 * ε·a². Per pixel, a and b are the means over the windows that contain the pixel.
 */
function direct(guide: PlanarImage, input: Float32Array, radius: number, epsilon: number) {
  const { width, height, data } = guide;
  const size = width * height;
  const colour = (i: number) => [data[i], data[size + i], data[2 * size + i]];
  const fits = Array.from({ length: size }, (_, k) => {
    const window = windowOf(k, width, height, radius);
    // The normal equations of the unknowns (a, b).
    const rows = window.map((i) => [...colour(i), 1]);
    const normal = [0, 1, 2, 3].map((r) =>
      [0, 1, 2, 3].map(
        (c) => mean(rows.map((row) => row[r] * row[c])) + (r === c && r < 3 ? epsilon : 0),
      ),
    );
    const right = [0, 1, 2, 3].map((r) => mean(rows.map((row, i) => row[r] * input[window[i]])));
    return solve(normal, right);
  });
  return Array.from({ length: size }, (_, i) => {
    const window = windowOf(i, width, height, radius);
    const fit = [0, 1, 2, 3].map((c) => mean(window.map((k) => fits[k][c])));
    return colour(i).reduce((sum, value, c) => sum + fit[c] * value, fit[3]);
  });
}

const worst = (a: ArrayLike<number>, b: ArrayLike<number>) =>
  Math.max(...Array.from(a, (value, i) => Math.abs(value - b[i])));

describe('boxMean', () => {
  it.each([
    [7, 5, 1],
    [7, 5, 2],
    [4, 9, 30],
    [1, 6, 2],
    [1, 1, 3],
    [5, 4, 0],
  ])('%d × %d, radius %d: the mean of the pixels inside', (width, height, radius) => {
    const plane = random('plane', width * height);
    const expected = Array.from(plane, (_, i) =>
      mean(windowOf(i, width, height, radius).map((k) => plane[k])),
    );
    expect(worst(boxMean(plane, width, height, radius), expected)).toBeLessThan(1e-6);
  });
});

describe('the guided filter', () => {
  it.each([
    [11, 9, 1, 1e-2],
    [11, 9, 2, 1e-3],
    [8, 13, 4, 1e-1],
    [1, 7, 1, 1e-3],
    [1, 1, 2, 1e-3],
  ])(
    'agrees with the published formula: %d × %d, radius %d, ε %d',
    (width, height, radius, epsilon) => {
      const image = photo(width, height);
      const guide = toPlanar(image);
      const input = random('input', width * height);
      const coefficients = guidedCoefficients(guide, input, { radius, epsilon });
      const out = applyCoefficients(coefficients, image);
      expect(worst(out, direct(guide, input, radius, epsilon))).toBeLessThan(2e-4);
    },
  );

  it('is the mean of the means if the guide is constant', () => {
    const [width, height] = [9, 7];
    const image = { width, height, data: new Uint8ClampedArray(4 * width * height).fill(200) };
    const input = random('input', width * height);
    const options = { radius: 2, epsilon: 1e-4 };
    const out = applyCoefficients(guidedCoefficients(toPlanar(image), input, options), image);
    const means = boxMean(boxMean(input, width, height, 2), width, height, 2);
    expect(worst(out, means)).toBeLessThan(1e-4);
  });

  it('moves the edge of a coarse mask to the edge in the large picture', () => {
    const scale = 4;
    const [width, height] = [16, 12];
    // The edge is at x = 26 of 64, in the middle of the small picture's seventh pixel, whose mask is ½.
    const at = 26;
    const large: RgbaImage = {
      width: width * scale,
      height: height * scale,
      data: new Uint8ClampedArray(4 * width * height * scale * scale).fill(255),
    };
    for (let i = 0; i < large.data.length / 4; i++)
      if (i % large.width < at) large.data.set([40, 60, 30], 4 * i);
    const inside = (x: number) => Math.min(Math.max(at / scale - x, 0), 1);
    const guide: PlanarImage = {
      width,
      height,
      channels: 3,
      data: new Float32Array(3 * width * height),
    };
    const input = new Float32Array(width * height);
    for (let i = 0; i < input.length; i++) {
      input[i] = inside(i % width);
      [40, 60, 30].forEach((dark, c) => {
        guide.data[c * input.length + i] = (input[i] * dark + (1 - input[i]) * 255) / 255;
      });
    }
    const coefficients = guidedCoefficients(guide, input, { radius: 1, epsilon: 1e-5 });
    const out = applyCoefficients(coefficients, large);
    const row = out.subarray(20 * large.width, 21 * large.width);
    expect(row[at - 1]).toBeGreaterThan(0.98);
    expect(row[at]).toBeLessThan(0.02);
    expect(Math.min(...row.subarray(0, at))).toBeGreaterThan(0.98);
    expect(Math.max(...row.subarray(at))).toBeLessThan(0.02);
  });

  it.each([
    [1, 1],
    [5, 1],
    [37, 23],
  ])('returns a plane of the picture’s size, %d × %d', (width, height) => {
    const small = photo(3, 3);
    const coefficients = guidedCoefficients(toPlanar(small), new Float32Array(9).fill(1), {
      radius: 1,
      epsilon: 1e-3,
    });
    const out = applyCoefficients(coefficients, photo(width, height));
    expect(out).toHaveLength(width * height);
    expect(worst(out, new Float32Array(out.length).fill(1))).toBeLessThan(1e-3);
  });
});
