/**
 * What is done with the pictures of a sample (docs/preprocess.md).
 * - `pixel_based`: each view by itself: the mouse's centre of mass in the middle, and its area always the same.
 * - `centered`: each mouse's box in the middle. One scale for all views.
 * - `uniform`: each mouse's centre of mass in the middle. One scale for all views, with which each mouse fits in.
 * - `add_alpha`: nothing is moved. Only the mask becomes the alpha.
 */
export const METHODS = ['pixel_based', 'centered', 'uniform', 'add_alpha'] as const;

export type Method = (typeof METHODS)[number];

/**
 * What happens to the cameras.
 * - `exact`: they are moved like the pixels, so that pictures and cameras still fit.
 * - `lab`: the lab's formulas. Most of them leave the cameras as they were.
 */
export type CameraForm = 'exact' | 'lab';

export interface PreprocessOptions {
  method: Method;
  cameras: CameraForm;
  /** Size of the mouse, as a fraction of the picture's side. Not for `add_alpha`. */
  targetRatio: number;
  /** Side of the pictures, pixels. Only for `pixel_based` and `uniform`; `centered` keeps the first picture's width. */
  outputSize: number;
  /** Part of the half picture that stays free around the mouse, 0…1. Only for `uniform`. */
  safeMargin: number;
  /** Whether the scale is limited so that no mouse leaves its picture. Only for `uniform`. */
  fitInFrame: boolean;
}

/** The lab's default of `targetRatio`. */
export const TARGET_RATIO: Readonly<Record<Method, number>> = {
  pixel_based: 0.3,
  centered: 0.7,
  uniform: 0.6,
  add_alpha: 1,
};

/** The lab's other defaults. */
export const DEFAULTS = { outputSize: 512, safeMargin: 0.05, fitInFrame: true } as const;
