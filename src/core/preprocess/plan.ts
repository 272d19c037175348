import { AppError } from '../errors.ts';
import type { RgbaImage } from '../image/image.ts';
import { measureMouse, mouseAlpha, type MouseMeasure } from './measure.ts';
import type { PreprocessOptions } from './options.ts';
import type { Placing } from './placing.ts';

/** What is to be done with the views of a sample. All lists have one entry per view. */
export interface SamplePlan {
  measures: (MouseMeasure | null)[];
  placings: Placing[];
  /** Factor of each view's lengths. 0 for a view that is left out. */
  scales: number[];
  /** Only for `uniform`: the largest scale with which the view's mouse fits in. Null for a view that does not count. */
  safeScales: (number | null)[];
}

type Size = Pick<RgbaImage, 'width' | 'height'>;

interface View {
  size: Size;
  measure: MouseMeasure | null;
}

/** A warp that scales, and moves a position to the middle of the output. */
const toMiddle = ([x, y]: readonly [number, number], scale: number, size: number): Placing => ({
  kind: 'warp',
  ...{ scale, size },
  offset: [size / 2 - x * scale, size / 2 - y * scale],
});

/** The picture resized, and put so that `middle` of it comes to the middle of the output, rounded toward zero. */
function pasted(
  { width, height }: Size,
  scale: number,
  size: number,
  middle: readonly [number, number] | null,
): Placing {
  const scaled = {
    width: Math.max(1, Math.trunc(width * scale)),
    height: Math.max(1, Math.trunc(height * scale)),
  };
  const [x, y] = middle
    ? [middle[0] * scale, middle[1] * scale]
    : [scaled.width / 2, scaled.height / 2];
  const at = [Math.trunc(size / 2 - x), Math.trunc(size / 2 - y)] as const;
  return { kind: 'paste', size, scaled, at, kernel: middle ? 'lanczos4' : 'mixed' };
}

const LEFT_OUT: Placing = { kind: 'left-out' };

/** The lab keeps views without a mouse in the methods with one scale. Then the pictures of a sample stay complete. */
const keepsBlank = ({ cameras }: PreprocessOptions): boolean => cameras === 'lab';

/**
 * The scale that gives a mouse the wanted size. The lab compares its size in the picture with the wanted size in the
 * output as if both had equally many pixels. If they have, both forms give the same.
 */
function wantedScale(
  { width, height }: Size,
  { ratio }: MouseMeasure,
  { targetRatio, outputSize, cameras }: PreprocessOptions,
): number {
  const scale = targetRatio / ratio;
  return cameras === 'lab' ? scale : (scale * outputSize) / Math.sqrt(width * height);
}

function pixelBased(views: readonly View[], options: PreprocessOptions) {
  const scales = views.map(({ size, measure }) =>
    measure ? wantedScale(size, measure, options) : 0,
  );
  const placings = views.map(({ measure }, i) =>
    measure ? toMiddle(measure.com, scales[i], options.outputSize) : LEFT_OUT,
  );
  return { scales, placings };
}

function centered(views: readonly View[], options: PreprocessOptions) {
  const sides = views.map(({ measure }) => {
    const [x0, y0, x1, y1] = measure?.box ?? [0, 0, 0, 0];
    return Math.max(x1 - x0, y1 - y0);
  });
  const longest = Math.max(...sides);
  if (longest === 0) throw noMouse('The mouse is one pixel in every view');
  const size = views[0].size.width;
  const scale = (size * options.targetRatio) / longest;
  const blank: Placing = keepsBlank(options) ? { kind: 'same' } : LEFT_OUT;
  const placings = views.map(({ size: own, measure }) => {
    if (!measure) return blank;
    const [x0, y0, x1, y1] = measure.box;
    return pasted(own, scale, size, [(x0 + x1) / 2, (y0 + y1) / 2]);
  });
  return { placings, scales: views.map(({ measure }) => (measure ? scale : 0)) };
}

/** The largest scale up to `wanted` with which the box around the mouse stays inside. */
function safeScale({ com, box }: MouseMeasure, wanted: number, half: number): number {
  const reaches = [com[0] - box[0], box[2] - com[0], com[1] - box[1], box[3] - com[1]];
  return Math.min(wanted, ...reaches.filter((reach) => reach > 0).map((reach) => half / reach));
}

function uniform(views: readonly View[], options: PreprocessOptions) {
  const { outputSize, safeMargin, fitInFrame } = options;
  const half = (outputSize / 2) * (1 - safeMargin);
  const safeScales = views.map(({ size, measure }) => {
    if (!measure) return keepsBlank(options) ? 1 : null;
    const wanted = wantedScale(size, measure, options);
    return fitInFrame ? safeScale(measure, wanted, half) : wanted;
  });
  const scale = Math.min(...safeScales.filter((each) => each !== null));
  const placings = views.map(({ size, measure }, i): Placing => {
    if (safeScales[i] === null) return LEFT_OUT;
    return fitInFrame && measure
      ? toMiddle(measure.com, scale, outputSize)
      : pasted(size, scale, outputSize, null);
  });
  return { placings, safeScales, scales: safeScales.map((each) => (each === null ? 0 : scale)) };
}

const noMouse = (message: string) => new AppError('mask-empty', { message, stage: 'centring' });

/**
 * Decides what is done with the pictures of a sample, by the lab's formulas (docs/preprocess.md).
 * @param pictures with the mask as alpha
 * @throws AppError `mask-empty` if no picture shows a mouse
 */
export function planSample(pictures: readonly RgbaImage[], options: PreprocessOptions): SamplePlan {
  const { method } = options;
  const views = pictures.map((picture) => ({
    size: picture,
    measure: measureMouse(picture, mouseAlpha(method)),
  }));
  const measures = views.map(({ measure }) => measure);
  if (measures.every((measure) => measure === null))
    throw noMouse(`No pixel has an alpha above ${mouseAlpha(method)}`);
  const none = { measures, safeScales: views.map(() => null) };
  switch (method) {
    case 'pixel_based':
      return { ...none, ...pixelBased(views, options) };
    case 'centered':
      return { ...none, ...centered(views, options) };
    case 'uniform':
      return { ...none, ...uniform(views, options) };
    case 'add_alpha':
      return {
        ...none,
        scales: views.map(() => 1),
        placings: views.map(() => ({ kind: 'same' })),
      };
  }
}
