/**
 * All thresholds of the photo surface (docs/photo-surface.md). World units: a mouse is about 1 long from rump
 * to snout. The values were chosen on real photographs and on 8 to 25 rendered mice, in about 80 trials. No
 * network was trained on these pictures. “Guarded by” names the test that fails if the value is changed much.
 */

/**
 * Alpha (of 255) above which a pixel of a cut-out belongs to the mouse: above one half. Guarded by no test:
 * the tests’ masks are 0 or 255.
 */
export const MASK_ALPHA = 127;

/**
 * Pixels of the cut-out on one edge of the photo from which on the mouse is taken to continue beyond that
 * edge. Fewer are noise of the mask. Guarded by photo-frame.test.ts (one pixel is not enough, two are).
 */
export const MIN_CUT_PIXELS = 2;

/**
 * Opacity (0…1) from which on a Gaussian of the reconstructor gives its pixel a depth. Guarded by
 * photo-surface.test.ts (opacity 0.12 gives a depth, 0.0001 does not).
 */
export const MIN_OPACITY_FOR_DEPTH = 0.1;

/**
 * World units. Neighbouring pixels whose depths differ by this or more lie on different surfaces of the
 * mouse, for example a leg and the flank behind it. Nothing is interpolated between them. Guarded by
 * depth-map.test.ts (a step of 0.5).
 */
export const DEPTH_STEP = 0.08;

/**
 * World units. Gaussians more than this in front of the photo's surface are removed. Single photo only: the
 * other views are painted then. With several photos the views are real, and the depths of all photos are
 * equally reliable. Guarded by photo-surface.test.ts (0.02 in front stays, 0.2 goes).
 */
export const MAX_IN_FRONT_OF_ONLY_PHOTO = 0.06;

/**
 * World units. A strip (tail, leg) is narrower than twice `halfWidth` everywhere and at least `minLength`
 * long. Its depths are put on one curve. Guarded by photo-surface.test.ts (with a smaller `halfWidth` or a
 * larger `minLength` a tail with one wrong depth gets no curve).
 */
export const STRIP = { halfWidth: 0.035, minLength: 0.14 };

/**
 * World units. In the fit of a strip's curve a depth that is this far off the curve has weight ½; farther
 * ones have less. Guarded by strip-depth.test.ts against larger values (four of 17 coarse depths that are off
 * by 0.3 move the curve by less than 0.02).
 */
export const STRIP_OUTLIER = 0.03;

/**
 * Degree of the polynomial that gives a strip's depth. Guarded by strip-depth.test.ts (a smooth tail moves by
 * < 0.003).
 */
export const STRIP_CURVE_DEGREE = 3;

/**
 * Rounds of the fit of a strip's curve. Each round weights the depths by their distance from the curve of the
 * round before. Guarded by strip-depth.test.ts, as `STRIP_OUTLIER`.
 */
export const STRIP_CURVE_FITS = 5;

/**
 * Pixels with a depth that a strip needs for a curve. With fewer it keeps the depths it has. Guarded by
 * strip-depth.test.ts.
 */
export const STRIP_MIN_DEPTHS = 4 * STRIP_CURVE_DEGREE;

/**
 * Opacity (0…1) of every surfel, whatever opacity the reconstructor gave the pixel: the photo shows that a
 * surface is there. Transparent surfels would leave holes in the mouse, or a shell around it, in close views.
 * Opaque surfels, in place of the reconstructor's opacity from 0.02 on, raised the IoU from 0.886 to 0.924
 * (reconstructions from six true views, 12 mice, 512²). Guarded by photo-surface.test.ts (mean error below 4
 * of 255 from the photo's camera).
 */
export const SURFEL_OPACITY = 0.95;

/**
 * Standard deviations of a surfel in pixels of the photo: within the surface; within the surface at the
 * outline, smaller so that the outline does not grow; and across the surface. `edge` 0.4 in place of 0.3
 * raised the IoU from 0.924 to 0.931 (as for `SURFEL_OPACITY`). Guarded by photo-surface.test.ts: a larger
 * `edge` or `across` fails from the photo's camera, a smaller `edge` leaves holes when seen from the side.
 * `along` is not guarded.
 */
export const SURFEL_SIGMA = { along: 0.5, edge: 0.4, across: 0.25 };

/**
 * Most that a surfel's plane may get deeper from one pixel to the next, in pixels. Steeper surfels would
 * stick out of the surface as spikes. Guarded by no test: the tests' surfaces are less steep.
 */
export const MAX_SURFEL_SLOPE = 2;

/**
 * Pixels from the outline inwards whose colours may be mixed with the background's. Guarded by no test: 1 and
 * 4 pass edge-colours.test.ts too.
 */
export const EDGE_WIDTH = 2;

/**
 * Largest difference (colours 0…1) between a pixel near the outline and the mean of the pixels furthest
 * inside nearby. Colours that differ more are clamped. Guarded by edge-colours.test.ts against larger values
 * (the corrected colour is off by less than 16 of 255).
 */
export const EDGE_COLOUR_RANGE = 0.06;

/**
 * Views whose masks must exclude a Gaussian before it counts as a floater. Painted views disagree, and one or
 * two of them may lack a paw. Guarded by floaters.test.ts (two are not enough, three are).
 */
export const FLOATER_VIEWS = 3;

/**
 * A view's mask excludes a Gaussian where the mask (0…1) is below this at the Gaussian's pixel and at the
 * eight pixels around it. Guarded by floaters.test.ts (0.19 excludes, 0.21 does not).
 */
export const FLOATER_MASK = 0.2;
