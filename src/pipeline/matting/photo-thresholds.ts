/**
 * Thresholds of what surrounds the mouse in a photo: frames, windows, the photo's own alpha, and reasons to doubt a
 * cut-out. Comments and guards are as in thresholds.ts.
 */

/** Frames around photos: frame.ts. */
export const FRAME = {
  /** Largest difference of a frame's pixel from the frame's colour, levels. Guard: frame.test.ts (too high). */
  levels: 12,
  /** Fraction of a line's pixels that may have another colour in a frame. Guard: frame.test.ts (too low). */
  maxOthers: 0.02,
  /**
   * Difference from the frame's colour, levels, that the first line inside the frame must have. A dark vignette changes
   * less from line to line. Guard: frame.test.ts (too low), stages/matting.test.ts (too high).
   */
  minStep: 24,
  /**
   * Fraction of the pixels in the first line inside the frame that must have this difference. Guard: frame.test.ts.
   */
  minOthers: 0.5,
  /**
   * The same for frames that are thicker than `thinFraction` of the picture. A large object with straight sides on a plain
   * background is no photo in a frame. Guard: frame.test.ts (too low).
   */
  minOthersThick: 0.9,
  /** Thickness, as a fraction of the picture. Guard: frame.test.ts (too low), photo-within.test.ts (too high). */
  thinFraction: 0.1,
  /** Largest number of lines between frame and photo that are a mixture of both. Guard: frame.test.ts (too high). */
  blurredLines: 2,
  /** Largest thickness of a frame, as a fraction of the picture. Guard: frame.test.ts (too high). */
  maxFraction: 0.4,
  /** The most frames within each other. Guard: frame.test.ts (too low). */
  maxFrames: 3,
  /**
   * What is cut off each side of a rectangular photo on a plain surrounding, as a fraction of its longer side: its blurred
   * edge and most of its round corners. Guard: photo-within.test.ts.
   */
  windowEdge: 0.01,
} as const;

/** Shapes that are no mouse: shape.ts. */
export const SHAPE = {
  /** Area of the bounding box, as a fraction of the picture's. Smaller shapes are objects. Guard: shape.test.ts. */
  minArea: 0.3,
  /** Alpha, 0…1. Pixels with a higher alpha count. Guard: none needed, masks here have few values between 0 and 1. */
  mouseAlpha: 0.5,
  /**
   * Fraction of the bounding box that a rectangle fills. Round corners and a shadow take a part of it. Guard:
   * shape.test.ts.
   */
  minRectangle: 0.93,
  /** IoU with the ellipse of the bounding box. Guard: shape.test.ts (too low). */
  minEllipseIou: 0.96,
} as const;

/** Check of a photo's own alpha: own-alpha.ts. */
export const OWN_ALPHA = {
  /**
   * IoU of the photo's alpha with the network's mask. With less, the alpha is taken not to be a cut-out of the mouse.
   * 40 cut-outs of held-out mice have 0.97 and more, those of 16 real mice 0.92 and more. Pictures whose alpha shows a
   * window, an arena or the background have 0.1 and less. Guard: own-alpha.test.ts.
   */
  minIou: 0.8,
  /** Side of the square that the network gets, as a multiple of the cut-out's longer side. Guard: own-alpha.test.ts. */
  margin: 1.5,
  /** Fraction of the network's mask that must be visible in the photo. Guard: stages/matting.test.ts. */
  minVisible: 0.5,
  /**
   * Fraction of the transparent pixels that must differ from the first one. With less, they show nothing. Guard:
   * own-alpha.test.ts.
   */
  minHidden: 0.2,
  /** Grey levels of the plain background behind the cut-out: behind dark and behind bright ones. Guard: own-alpha.test.ts. */
  behindDark: 230,
  behindBright: 40,
} as const;

/** Reasons to doubt a cut-out: doubts.ts. */
export const DOUBT = {
  /** Confidence of a network's mask, 0…1. With less, the cut-out is uncertain. Guard: doubts.test.ts. */
  unsureConfidence: 0.75,
  /** Longer side of the mouse, pixels. A smaller mouse has too few pixels. Guard: doubts.test.ts. */
  fewPixels: 40,
  /** Level, 0…255. If hardly a visible pixel is brighter, the photo is nearly black. Guard: doubts.test.ts. */
  darkLevel: 32,
  /** Fraction of the visible pixels that may be brighter. Guard: doubts.test.ts. */
  brightFraction: 0.01,
  /** Alpha, 0…255. Pixels with this alpha or more are visible. Guard: doubts.test.ts (too high). */
  visibleLevel: 128,
  /**
   * Mean expected error of the pose network's keypoints, world units. With more, the subject may be no mouse
   * (docs/results.md). Guard: show.test.ts.
   */
  maxPoseError: 0.1,
  /**
   * Another animal in the photo, as `keepMouse` sees it: mass of a component that was left out, relative to the kept
   * mouse's, and its opaque mass relative to its mass. Guard: keep-mouse.test.ts (mass too low, opaque mass too
   * high).
   */
  otherMass: 0.25,
  otherOpaqueFraction: 0.5,
} as const;
