/**
 * All thresholds of the matting, by step (docs/matting.md). Per value: quantity and unit, its effect, and its
 * guard. Guards:
 * - A test file: one of its tests fails if the value changes much. “Too low” and “too high” say which change
 *   the test detects; without that it detects both. Small changes pass.
 * - Held-out mice: no unit test detects a change. models/training: evaluate (evaluate/evaluate.mjs), 200
 *   held-out mice.
 * - Large photos: no unit test detects a change. models/training: evaluate/masks.mjs on photos by
 *   evaluate/large_photos.py.
 */

/** One run of the matting network on a picture that is letterboxed into a square. */
export interface MattingPass {
  /** Side of the square, relative to the square that the network was trained on. */
  size: number;
  /** Whether the mirror image is the input. */
  mirrored: boolean;
}

/**
 * Passes on a whole picture. All three sizes, each also mirrored, would be six passes: their IoU is only 0.0002
 * better, and these four take two thirds of the time. Guard of the number and of which are mirrored:
 * stages/matting.test.ts. Guard of the sizes: held-out mice.
 */
export const WHOLE_PASSES: readonly MattingPass[] = [
  { size: 7 / 8, mirrored: false },
  { size: 1, mirrored: false },
  { size: 1, mirrored: true },
  { size: 9 / 8, mirrored: true },
];

/**
 * Passes on a crop around the mouse, and on each window of the search. Guard of the number:
 * network-mask.test.ts. Guard of the sizes: held-out mice.
 */
export const CLOSE_UP_PASSES: readonly MattingPass[] = [
  { size: 1, mirrored: false },
  { size: 1, mirrored: true },
];

/** Inputs of passes: passes.ts. */
export const PASSES = {
  /**
   * Side of a picture, in sides of the network's square. Larger pictures are reduced to it once, not in every
   * pass. Windows of the search are cut from the reduced picture. Guard: network-mask.test.ts (too low).
   */
  maxInputSize: 4,
} as const;

/** Squares around the mouse, for the close-up and the search: crop-box.ts. */
export const CROP = {
  /**
   * Alpha, 0…1. Pixels above it belong to the mouse when its bounding box is measured. Guard: held-out mice.
   */
  mouseAlpha: 0.3,
  /** Side of the close-up's square, in longer sides of the mouse's bounding box. Guard: crop-box.test.ts. */
  closeUpMargin: 1.3,
  /**
   * Side of a square, as a fraction of the picture's longer side. A larger square shows nothing new and is not
   * made. Guard: crop-box.test.ts (too high).
   */
  maxFraction: 0.9,
  /**
   * Least side of a square, as a fraction of the picture's longer side, so that it has enough pixels. Guard:
   * crop-box.test.ts.
   */
  minFraction: 1 / 8,
} as const;

/**
 * Weight of the close-up in the mean with the whole picture's mask: network-mask.ts. It is 0 up to an IoU (of
 * both masks) of `zeroIou`, grows linearly, and is `max` from `maxIou` on. Guard: network-mask.test.ts
 * (`max`: too low); held-out mice, on which the values were chosen.
 */
export const CLOSE_UP_WEIGHT = { zeroIou: 0.8, maxIou: 0.95, max: 0.5 } as const;

/**
 * Search of windows and crops of a photo: search.ts, windows.ts, and `maxConfidence` in network-mask.ts. The
 * values were chosen on 192 large photos, 96 of them from above, on 200 small ones, and on real ones.
 * Confidence is `confidenceOf`, 0…1.
 */
export const SEARCH = {
  /** Confidence of the whole photo's mask. From it on there is no search. Guard: network-mask.test.ts. */
  maxConfidence: 0.86,
  /**
   * Sides of the windows, as fractions of the photo's longer side, in the order of the search. Guard:
   * network-mask.test.ts counts the windows.
   */
  windowFractions: [1 / 2, 1 / 3],
  /**
   * Side of a window, pixels. Smaller windows show nothing new and are left out. Guard: network-mask.test.ts.
   */
  minWindowPixels: 128,
  /** Distance between neighbouring windows, as a fraction of their side. Guard: windows.test.ts. */
  windowStep: 1 / 2,
  /**
   * Rest of a row or column of windows, in steps. A smaller rest gets no window of its own: the windows stand a
   * little farther apart. Guard: large photos.
   */
  minLastStep: 0.05,
  /**
   * Mean alpha of a window, 0…1. With less the score falls by the square root, since a smaller object is more
   * likely a clip or a screw than a mouse. Guard: network-mask.test.ts (too low).
   */
  fullScoreCoverage: 0.05,
  /** Score of a window, 0…1. Up to it the window has no mouse. Guard: network-mask.test.ts. */
  minScore: 0.6,
  /**
   * Score of a window, 0…1. A mouse with a higher one ends the search. Guard: network-mask.test.ts (too high).
   */
  endScore: 0.8,
  /**
   * 1 − confidence of a window's mask, as a fraction of 1 − confidence of the whole photo's. Windows above it
   * are left out. `sameMouse` is for a mouse whose bounding box meets that of the whole photo's mouse,
   * `elsewhere` for others. Guard: network-mask.test.ts (`elsewhere`: too high).
   */
  maxUncertaintyRatio: { sameMouse: 2 / 3, elsewhere: 1 / 2 },
  /**
   * Side of the crop that replaces the photo, in longer sides of the mouse's bounding box. Guard:
   * network-mask.test.ts (too low).
   */
  cropMargin: 1.7,
  /** Number of crops that are masked at most, until one does not cut the mouse. Guard: network-mask.test.ts (too low). */
  maxCrops: 3,
} as const;

/**
 * Connected components of a mask: keep-mouse.ts. Masses are sums of alpha over a component. Gaps are fractions
 * of the whole photo's longer side; 256 is the side of the shipped network's square.
 */
export const COMPONENT = {
  /** Alpha, 0…1. Pixels from it on form components; others are soft edges. Guard: keep-mouse.test.ts. */
  minAlpha: 0.4,
  /**
   * Exponent of alpha in the confident mass. The higher, the less do pixels of half alpha count when the main
   * component is chosen. Guard: keep-mouse.test.ts (too low).
   */
  confidentPower: 4,
  /**
   * Mass relative to the main component's. Smaller components are specks and are dropped. Guard: keep-
   * mouse.test.ts (too high).
   */
  minMass: 0.01,
  /**
   * Mass relative to the main component's. Larger components are other objects and are dropped, unless the
   * network is confident of them. A larger one never counts as a tail that comes back over the photo's edge.
   * Guard: keep-mouse.test.ts.
   */
  maxMass: 0.15,
  /**
   * Confident mass of a component relative to its mass. The network is confident above it. Guard: keep-
   * mouse.test.ts.
   */
  confidentFraction: 0.8,
  /** Gap between components of one mouse in a network's mask: the width of a bar. Guard: keep-mouse.test.ts. */
  barGap: 8 / 256,
  /**
   * Distance up to which soft edges stay around kept components. In masks that are not a network's it is also
   * the gap between components. Guard: keep-mouse.test.ts.
   */
  softEdge: 6 / 256,
  /**
   * Gap along the photo's edge between a kept component and a tail that comes back over the edge. Guard:
   * keep-mouse.test.ts; chosen on the held-out mice.
   */
  returnGap: 96 / 256,
  /** Alpha, 0…1. Soft edges below it become 0. Guard: keep-mouse.test.ts (too high). */
  minSoftAlpha: 0.02,
} as const;

/** Edges of the mask: refine-mask.ts. */
export const REFINE = {
  /**
   * Guided filter. `radius`: windows are 2·radius + 1 pixels wide, in pixels of the network's square. Wider
   * windows lose more of a faint tail. `epsilon`: variance of colours (0…1) below which a window is smoothed
   * rather than fitted. Chosen on rendered photos of known alpha. Guard: refine-mask.test.ts (too high).
   */
  filter: { radius: 1, epsilon: 1e-4 },
  /**
   * Alpha, 0…1, that becomes 0, as does all below: haze would count in the centring. Guard: refine-mask.test.ts,
   * network-mask.test.ts.
   */
  zeroAlpha: 0.15,
  /**
   * Alpha, 0…1, that becomes 1, as does all above. The middle of both values, 0.4, becomes one half. Below 0.5
   * it keeps more of a faint tail, but also more of a dark wall behind a dark mouse. Guard: refine-mask.test.ts,
   * network-mask.test.ts.
   */
  oneAlpha: 0.65,
} as const;

/** Cut-out by colour: plain-background.ts. A level is 1/255 of a channel's range. */
export const PLAIN = {
  /**
   * Fraction of the border's pixels that have the background's colour. With fewer, the background is not plain:
   * a photographed backdrop has more noise, and shadows. Guard: held-out mice.
   */
  minBorderFraction: 0.95,
  /**
   * Difference of a border pixel from the background's colour, levels: what JPEG adds. Guard: plain-
   * background.test.ts.
   */
  borderLevels: 4,
  /**
   * Difference from the background's colour, levels. Up to it, pixels that are connected to the border are
   * background. Guard: held-out mice.
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
   * Alpha, 0…1. Pixels up to it are background and do not count in the confidence. Guard: mask.test.ts (too
   * high).
   */
  candidateAlpha: 0.05,
  /** Alpha, 0…1. Pixels above it are mouse, in IoU, coverage and border. Guard: mask.test.ts (too low). */
  mouseAlpha: 0.5,
  /** Alpha, 0…255. Pixels below it are transparent. Guard: mask.test.ts. */
  transparentLevel: 128,
  /**
   * Fraction of a picture's pixels that are transparent. From it on its alpha is its mask. Guard: mask.test.ts.
   */
  minTransparentFraction: 0.01,
  /** Mouse pixels on the border, up to which the mouse does not touch it. Guard: mask.test.ts. */
  strayBorderPixels: 1,
  /**
   * The same as a fraction of width + height. The larger one of both numbers counts. Guard: mask.test.ts (too
   * high).
   */
  strayBorderFraction: 0.002,
} as const;

/** Choice and check of the mask: stages/matting.ts. */
export const MATTING_STAGE = {
  /**
   * Fraction of the picture that the mask covers, 0…1. Below it there is no mouse: `mask-empty`. Guard:
   * stages/matting.test.ts.
   */
  minCoverage: 0.0005,
  /**
   * On a plain background the network's mask replaces the mask by colour if its confidence is at least
   * `overrideConfidence` and the IoU of both is below `overrideIou`. Chosen on real photographs
   * (evaluate/real.mjs) and on 8 to 25 of the held-out mice. Guard: stages/matting.test.ts (`overrideIou`: too
   * high).
   */
  overrideConfidence: 0.8,
  overrideIou: 0.8,
} as const;
