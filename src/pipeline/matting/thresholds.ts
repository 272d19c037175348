/**
 * All thresholds of the matting, by step (docs/matting.md). Each value has a comment with its quantity, its
 * unit, its effect, and its guard: the test or measurement that detects a wrong value. There are three kinds of
 * guards:
 * - A test file: one of its tests fails if the value changes much. “(too low)” or “(too high)” after a test
 *   file: the test detects only a value that is too low, or too high. Without this note it detects both. No
 *   test detects a small change.
 * - Held-out mice: no unit test detects a change. Measure with models/training/evaluate/evaluate.mjs, on 200
 *   held-out mice.
 * - Large photos: no unit test detects a change. Measure with models/training/evaluate/masks.mjs, on photos
 *   that models/training/evaluate/large_photos.py renders.
 */

/** One pass of the matting network on a picture that is letterboxed into a square. */
export interface MattingPass {
  /** Side of the network's input, as a fraction of the side that the network was trained with. */
  size: number;
  /** Whether the mirror image is the input. */
  mirrored: boolean;
}

/**
 * Passes on a whole picture. Six passes (three sizes, each plain and mirrored) would raise the IoU by only
 * 0.0002. These four take two thirds of their time. Guard of the number of passes, and of which ones are
 * mirrored: stages/matting.test.ts. Guard of the sizes: held-out mice.
 */
export const WHOLE_PASSES: readonly MattingPass[] = [
  { size: 7 / 8, mirrored: false },
  { size: 1, mirrored: false },
  { size: 1, mirrored: true },
  { size: 9 / 8, mirrored: true },
];

/**
 * Passes on the close-up, and on each window of the search. (The crop that the search finds gets
 * `WHOLE_PASSES`.) Guard of the number: network-mask.test.ts. Guard of the sizes: held-out mice.
 */
export const TWO_PASSES: readonly MattingPass[] = [
  { size: 1, mirrored: false },
  { size: 1, mirrored: true },
];

/** The pass that checks a photo's own alpha (own-alpha.ts). Guard of the size: held-out mice. */
export const ONE_PASS: readonly MattingPass[] = [{ size: 1, mirrored: false }];

/** Preparation of the passes' input (passes.ts). */
export const PASSES = {
  /**
   * Longer side of a picture, as a multiple of the side of the network's input. A larger picture is first
   * reduced to this, once for all passes. Windows of the search are cut from the reduced picture. Guard:
   * network-mask.test.ts (too low).
   */
  maxInputSize: 4,
} as const;

/** Squares around the mouse, for the close-up and the search: crop-box.ts. */
export const CROP = {
  /**
   * Alpha, 0…1. Pixels with a higher alpha belong to the mouse when the bounding box is measured. Guard:
   * held-out mice.
   */
  mouseAlpha: 0.3,
  /** Side of the close-up, as a multiple of the longer side of the mouse's bounding box. Guard: crop-box.test.ts. */
  closeUpMargin: 1.3,
  /**
   * Side of a square, as a fraction of the picture's longer side. A larger square would show nothing new, so no
   * crop is made. Guard: crop-box.test.ts (too high).
   */
  maxFraction: 0.9,
  /**
   * Smallest side of a square, as a fraction of the picture's longer side. A smaller one would have too few
   * pixels. Guard: crop-box.test.ts.
   */
  minFraction: 1 / 8,
} as const;

/**
 * Weight of the close-up in the mean with the whole picture's mask: network-mask.ts. With an IoU of both masks
 * up to `zeroIou` it is 0. From there it grows linearly, until it is `max` at an IoU of `fullIou`. Guards:
 * network-mask.test.ts for `max` (too low); held-out mice, on which all three values were chosen.
 */
export const CLOSE_UP_WEIGHT = { zeroIou: 0.8, fullIou: 0.95, max: 0.5 } as const;

/**
 * Search of windows and crops of a photo: search.ts, windows.ts, and `maxConfidence` in network-mask.ts. The
 * values were chosen on three sets: 192 large rendered photos (96 of them from above), 200 small rendered
 * photos, and real photos. Confidence is `confidenceOf`, 0…1.
 */
export const SEARCH = {
  /**
   * Confidence of the whole photo's mask. If it is this high or higher, there is no search. Guard:
   * network-mask.test.ts.
   */
  maxConfidence: 0.86,
  /**
   * Sides of the windows, as fractions of the photo's longer side, in the order of the search. Guard:
   * network-mask.test.ts counts the windows.
   */
  windowFractions: [1 / 2, 1 / 3],
  /**
   * Side of a window, pixels. Smaller windows would show nothing new and are left out. Guard:
   * network-mask.test.ts.
   */
  minWindowPixels: 128,
  /** Distance between neighbouring windows, as a fraction of their side. Guard: windows.test.ts. */
  windowStep: 1 / 2,
  /**
   * What remains of a row or column after the last full step, in steps. If less than this remains, no window is
   * added; the windows are placed a little farther apart. Guard: large photos.
   */
  minLastStep: 0.05,
  /**
   * Mean alpha of a window, 0…1. If the mean alpha is lower, the score is multiplied by √(mean alpha / this
   * value). A smaller object is more likely a clip or a screw than a mouse. Guard: network-mask.test.ts (too
   * low).
   */
  fullScoreCoverage: 0.05,
  /**
   * Score of a window, 0…1. A window with this score or less is taken to contain no mouse. Guard:
   * network-mask.test.ts.
   */
  minScore: 0.6,
  /** Score of a window, 0…1. A window with a higher score ends the search. Guard: network-mask.test.ts (too high). */
  endScore: 0.8,
  /**
   * Let the uncertainty of a mask be 1 − its confidence. Windows whose uncertainty is more than this fraction
   * of the whole photo's uncertainty are left out. `sameMouse`: the window's mouse has a bounding box that
   * overlaps that of the whole photo's mouse. `elsewhere`: it does not. Guard: network-mask.test.ts
   * (`elsewhere`: too high).
   */
  maxUncertaintyRatio: { sameMouse: 2 / 3, elsewhere: 1 / 2 },
  /**
   * Side of the crop that replaces the photo, as a multiple of the longer side of the mouse's bounding box.
   * Guard: network-mask.test.ts (too low).
   */
  cropMargin: 1.7,
  /** The most crops that are tried until one does not cut the mouse. Guard: network-mask.test.ts (too low). */
  maxCrops: 3,
} as const;

/**
 * Connected components of a mask: keep-mouse.ts. Masses are sums of alpha over a component. Gaps are fractions
 * of the whole photo's longer side. 256 is the side of the demo pack's network input.
 */
export const COMPONENT = {
  /**
   * Alpha, 0…1. Pixels with this alpha or more form components. All others are soft edges. Guard:
   * keep-mouse.test.ts.
   */
  minAlpha: 0.4,
  /**
   * Exponent of alpha in the opaque mass. The higher it is, the less half-transparent pixels count when the
   * main component is chosen. Guard: keep-mouse.test.ts (too low).
   */
  opaquePower: 4,
  /**
   * Mass of a component, relative to the main component's. Smaller components are specks and are dropped.
   * Guard: keep-mouse.test.ts (too high).
   */
  minMass: 0.01,
  /**
   * Mass of a component, relative to the main component's. Larger components are other objects and are dropped,
   * unless they are opaque (`minOpaqueFraction`). A larger component is never taken for the end of a tail that
   * leaves the photo and comes back into it. Guard: keep-mouse.test.ts.
   */
  maxMass: 0.15,
  /**
   * Opaque mass of a component (Σ alpha⁴) relative to its mass (Σ alpha). If it is higher than this, the
   * component is opaque. Guard: keep-mouse.test.ts.
   */
  minOpaqueFraction: 0.8,
  /**
   * Largest gap between components of one mouse in a network's mask. A bar in front of the mouse is at most as
   * wide. Guard: keep-mouse.test.ts.
   */
  barGap: 8 / 256,
  /**
   * Soft edges stay up to this distance around kept components. In masks that do not come from a network, it is
   * also the largest gap between components of one mouse. Guard: keep-mouse.test.ts.
   */
  softEdge: 6 / 256,
  /**
   * Largest gap, along the photo's border, between a kept component and a tail that comes back over the border.
   * Guard: keep-mouse.test.ts. The value was chosen on the held-out mice.
   */
  returnGap: 96 / 256,
  /** Alpha, 0…1. Soft edges with a lower alpha become 0. Guard: keep-mouse.test.ts (too high). */
  minSoftAlpha: 0.02,
} as const;

/** Edges of the mask: refine-mask.ts. */
export const REFINE = {
  /**
   * Guided filter. `radius`: the filter's windows are 2·radius + 1 pixels wide, at the network's input size.
   * Wider windows lose more of a faint tail. `epsilon`: if the variance of the colours (0…1) in a window is
   * below this, the mask is smoothed there instead of fitted to the photo. Both values were chosen on rendered
   * photos of known alpha. Guard: refine-mask.test.ts (too high).
   */
  filter: { radius: 1, epsilon: 1e-4 },
  /**
   * Alpha, 0…1. This alpha and all below become 0. Otherwise pixels of low alpha beside the mouse would shift
   * the centring. Guard: refine-mask.test.ts, network-mask.test.ts.
   */
  zeroAlpha: 0.15,
  /**
   * Alpha, 0…1. This alpha and all above become 1. The middle between `zeroAlpha` and `oneAlpha`, 0.4, becomes
   * one half. Because it is below 0.5, more of a faint tail stays, but also more of a dark wall behind a dark
   * mouse. Guard: refine-mask.test.ts, network-mask.test.ts.
   */
  oneAlpha: 0.65,
} as const;

/** Cut-out by colour: plain-background.ts. A level is 1/255 of a channel's range. */
export const PLAIN = {
  /**
   * Fraction of the border's pixels that have the background's colour. With fewer, the background is not plain.
   * For example, a real backdrop in a photo has shadows and more noise. Guard: held-out mice.
   */
  minBorderFraction: 0.95,
  /**
   * Largest difference of a border pixel from the background's colour, in levels. JPEG compression causes as
   * much. Guard: plain-background.test.ts.
   */
  borderLevels: 4,
  /**
   * Difference from the background's colour, levels. Pixels that are connected to the border and differ by this
   * or less are background. Guard: held-out mice.
   */
  backgroundLevels: 12,
  /**
   * Difference from the background's colour, levels, at which a pixel next to the background has alpha 1.
   * Guard: plain-background.test.ts (too high).
   */
  opaqueLevels: 48,
} as const;

/** Measures of a mask: mask.ts. */
export const MASK = {
  /**
   * Alpha, 0…1. Pixels with this alpha or less are background and do not count in the confidence. Guard:
   * mask.test.ts (too high).
   */
  candidateAlpha: 0.05,
  /**
   * Alpha, 0…1. Pixels with a higher alpha count as mouse in the IoU, in the coverage, and on the border.
   * Guard: mask.test.ts (too low).
   */
  mouseAlpha: 0.5,
  /** Alpha, 0…255. Pixels with a lower alpha are transparent. Guard: mask.test.ts. */
  transparentLevel: 128,
  /**
   * Fraction of a picture's pixels that are transparent. With this fraction or more, the picture's alpha is
   * used as its mask. Guard: mask.test.ts.
   */
  minTransparentFraction: 0.01,
  /**
   * With up to this many mouse pixels on the border, the mouse is taken not to touch the border. Guard:
   * mask.test.ts.
   */
  strayBorderPixels: 1,
  /**
   * The same limit as a fraction of width + height. The larger of the two limits is used. Guard: mask.test.ts
   * (too high).
   */
  strayBorderFraction: 0.002,
} as const;

/** Choice and check of the mask: stages/matting.ts. */
export const MATTING_STAGE = {
  /**
   * Fraction of the picture that the mask covers, 0…1. If the mask covers less, there is no mouse: the error
   * `mask-empty`. Guard: stages/matting.test.ts.
   */
  minCoverage: 0.0005,
  /**
   * On a plain background the network's mask replaces the mask by colour under two conditions. The network's
   * mask has a confidence of at least `overrideConfidence`, and the IoU of the two masks is below
   * `overrideIou`. Both values were chosen on real photos (evaluate/real.mjs) and on 8 to 25 of the held-out
   * mice. Guard: stages/matting.test.ts (`overrideIou`: too high).
   */
  overrideConfidence: 0.8,
  overrideIou: 0.8,
} as const;
