import { sameProportions } from '../../core/camera/files/calibration-size.ts';
import type { Size } from '../../core/camera/files/index.ts';
import type { AppError } from '../../core/errors.ts';
import type { SampleFiles } from '../../worker/protocol.ts';

/** What the page asks if the cameras of a sample are not for pictures of their size. */
export interface SizeQuestion {
  sample: SampleFiles;
  /** Size of the pictures. */
  picture: Size;
  /** Principal point of a camera, pixels of the calibration. */
  middle: { cx: number; cy: number };
  /** Sizes for which the cameras may have been calibrated, the likeliest first. */
  sizes: readonly Size[];
}

export const sizeText = ({ width, height }: Size): string => `${width} × ${height}`;

const isSame = (a: Size, b: Size) => a.width === b.width && a.height === b.height;

/**
 * The question of an error.
 * @param usual the size that the person has said of an earlier sample. It comes first if it has the pictures' proportions
 * @returns null if the error asks nothing
 */
export function sizeQuestion(
  { code, values }: AppError,
  sample: SampleFiles | undefined,
  usual?: Size,
): SizeQuestion | null {
  if (code !== 'calibration-size' || !sample) return null;
  const picture = { width: Number(values.width), height: Number(values.height) };
  const found = [...String(values.sizes).matchAll(/(\d+)x(\d+)/g)].map(
    ([, width, height]): Size => ({ width: Number(width), height: Number(height) }),
  );
  const first = usual && sameProportions(picture, usual) ? [usual] : [];
  return {
    ...{ sample, picture },
    middle: { cx: Number(values.cx), cy: Number(values.cy) },
    sizes: [...first, ...found.filter((size) => !first.some((other) => isSame(other, size)))],
  };
}

/** What a size that was typed means. */
export type TypedSize =
  | { kind: 'incomplete' }
  /** Pictures of this size have other proportions. `height` would fit the width. */
  | { kind: 'proportions'; height: number }
  /** `middle`: where the principal point is then, percent of width and height. */
  | { kind: 'size'; size: Size; middle: { x: number; y: number } };

const percent = (part: number, whole: number) => Math.round((100 * part) / whole);

/** Reads a size from two fields. A side that is not a whole number of pixels is not complete. */
export function typedSize(
  width: string,
  height: string,
  { picture, middle }: Pick<SizeQuestion, 'picture' | 'middle'>,
): TypedSize {
  const [w, h] = [width, height].map((text) => (/^\s*\d{1,5}\s*$/.test(text) ? Number(text) : 0));
  if (!w || !h) return { kind: 'incomplete' };
  const size = { width: w, height: h };
  if (!sameProportions(picture, size))
    return { kind: 'proportions', height: Math.round((w * picture.height) / picture.width) };
  return {
    ...{ kind: 'size', size },
    middle: { x: percent(middle.cx, w), y: percent(middle.cy, h) },
  };
}
