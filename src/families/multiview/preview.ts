import type { NdArray, PlanarImage, RgbaImage } from '../../core/image/image.ts';
import { fromPlanar } from '../../core/image/pixels.ts';
import { resizePlanar } from '../../core/image/resize.ts';

/** Milliseconds from the start to the first preview, and between two of them. */
const PACE_MS = 2000;

/** Added to the diagonal of the normal equations, as a part of the number of pixels. Keeps them solvable. */
const RIDGE = 1e-4;

/** Solves A·x = b for several b by elimination with pivots. `rows` are [A | b…], and are changed. */
function solve(rows: number[][]): number[][] {
  const size = rows.length;
  for (let i = 0; i < size; i++) {
    const best = rows
      .slice(i)
      .reduce((at, row, k) => (Math.abs(row[i]) > Math.abs(rows[at][i]) ? i + k : at), i);
    [rows[i], rows[best]] = [rows[best], rows[i]];
    const pivot = rows[i][i];
    rows[i] = rows[i].map((value) => value / pivot);
    for (let k = 0; k < size; k++) {
      const factor = rows[k][i];
      if (k !== i) rows[k] = rows[k].map((value, j) => value - factor * rows[i][j]);
    }
  }
  return rows.map((row) => row.slice(size));
}

/**
 * A linear map from latents to colours, fitted by least squares to one picture and its latents. So it needs no decoder,
 * and holds for every autoencoder.
 * @param latents [1, L, s, s]
 * @param picture any size, −1…1
 * @returns `map[l][c]`; the last row is the constant
 */
export function fitColours({ data, shape }: NdArray, picture: PlanarImage): number[][] {
  const [, channels, size] = shape;
  const count = size * size;
  const { data: colours } = resizePlanar(picture, size, size);
  const rows = Array.from({ length: channels + 1 }, () => new Array<number>(channels + 4).fill(0));
  for (let at = 0; at < count; at++) {
    const inputs = Array.from({ length: channels }, (_, l) => data[l * count + at]);
    inputs.push(1);
    const all = [...inputs, ...[0, 1, 2].map((c) => colours[c * count + at])];
    for (const [i, input] of inputs.entries())
      for (const [j, value] of all.entries()) rows[i][j] += input * value;
  }
  for (let i = 0; i < channels; i++) rows[i][i] += RIDGE * count;
  return solve(rows);
}

/** Latents [V, L, s, s] → one picture of s × s pixels per view. */
export function colourViews(
  { data, shape }: NdArray,
  map: readonly (readonly number[])[],
): RgbaImage[] {
  const [views, channels, size] = shape;
  const count = size * size;
  return Array.from({ length: views }, (_, view) => {
    const planes = new Float32Array(3 * count);
    for (let c = 0; c < 3; c++)
      for (let at = 0; at < count; at++) {
        let value = map[channels][c];
        for (let l = 0; l < channels; l++)
          value += map[l][c] * data[(view * channels + l) * count + at];
        planes[c * count + at] = value;
      }
    return fromPlanar({ width: size, height: size, channels: 3, data: planes }, 'signed');
  });
}

/** The constants of a step that `clean` needs (`scheduler.ts`). */
interface StepConstants {
  alphaBar: number;
  cx: number;
  cv: number;
  sigma: number;
}

/**
 * What a denoising step takes for the picture without noise: x̂₀ = √ᾱ·x − √(1−ᾱ)·v, with v from x′ = cx·x + cv·v + σ·z.
 * @param before x @param after x′ @param noise z; needed only if σ is not 0
 */
export function clean(
  before: Float32Array,
  after: Float32Array,
  noise: Float32Array | undefined,
  { alphaBar, cx, cv, sigma }: StepConstants,
): Float32Array<ArrayBuffer> {
  const [signal, rest] = [Math.sqrt(alphaBar), Math.sqrt(1 - alphaBar)];
  return Float32Array.from(before, (x, i) => {
    const v = (after[i] - cx * x - sigma * (noise?.[i] ?? 0)) / cv;
    return signal * x - rest * v;
  });
}

/** Shows the views between denoising steps. */
export class Preview {
  readonly #show: (latents: NdArray) => Promise<void>;
  #lastMs = performance.now();

  /** @param show gets the latents without noise, [V, L, s, s] */
  constructor(show: (latents: NdArray) => Promise<void>) {
    this.#show = show;
  }

  /** Whether a new preview is worth its time: it reads latents from the device. */
  get isDue(): boolean {
    return performance.now() - this.#lastMs >= PACE_MS;
  }

  async show(latents: NdArray): Promise<void> {
    await this.#show(latents);
    this.#lastMs = performance.now();
  }
}
