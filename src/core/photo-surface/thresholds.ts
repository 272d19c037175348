/**
 * All thresholds of the photo surface (docs/photo-surface.md). World units: a mouse is about 1 long from
 * rump to snout. The values were chosen on real photographs and on 8 to 25 rendered mice, in about 80
 * trials. No network was trained on these pictures. “Tested by” names the test that fails if the value is
 * changed much. “Not tested” means that no test fails then.
 */

/**
 * Alpha, 0…255. A pixel of a cut-out with an alpha above this belongs to the mouse. 127 is the largest
 * value below one half of 255. Not tested: the masks of the tests are 0 or 255.
 */
export const MASK_ALPHA = 127;

/**
 * Number of mouse pixels on one edge of the photo. With this number or more, the mouse is assumed to
 * continue beyond that edge. Fewer pixels are treated as noise of the mask. Tested by photo-frame.test.ts:
 * one pixel is not enough, two are.
 */
export const MIN_CUT_PIXELS = 2;

/**
 * Opacity, 0…1. A Gaussian of the reconstructor gives its pixel no depth up to the first opacity, and a depth that is not
 * mixed with those around it from the second on. Tested by photo-surface.test.ts: opacity 0.12 gives a depth,
 * 0.0001 does not.
 */
export const OPACITY_FOR_DEPTH = [0.05, 0.15] as const;

/**
 * World units. If the depths of neighbouring pixels differ by this or more, the pixels lie on different
 * surfaces of the mouse. An example is a leg in front of the flank. Nothing is interpolated between two
 * surfaces. Tested by depth-map.test.ts with a step of 0.5.
 */
export const DEPTH_STEP = 0.08;

/**
 * World units. Gaussians that are this or more in front of the photo's surface are removed. This applies to
 * a single photo only, because the network then paints all other views. With several photos the views are
 * photos, and the depths of all photos are equally reliable. Tested by photo-surface.test.ts: a Gaussian
 * 0.02 in front stays, a Gaussian 0.2 in front is removed.
 */
export const MAX_IN_FRONT_OF_ONLY_PHOTO = 0.06;

/** World units. Around `MAX_IN_FRONT_OF_ONLY_PHOTO` Gaussians fade over twice this. Tested by photo-surface.test.ts. */
export const FRONT_RAMP = 0.01;

/**
 * World units. A strip (a tail or a leg) is everywhere narrower than twice `halfWidth`, and it is at least
 * `minLength` long. The depths of a strip are put on one curve. Tested by photo-surface.test.ts: a tail
 * with one wrong depth gets no curve if `halfWidth` is smaller or `minLength` is larger.
 */
export const STRIP = { halfWidth: 0.035, minLength: 0.14 };

/**
 * World units. A depth at this distance from a strip's curve has weight ½ in the fit of the curve. Depths
 * at larger distances have smaller weights. Larger values are tested by strip-depth.test.ts: four of 17
 * coarse depths are wrong by 0.3, and the curve must move by less than 0.02. Smaller values are not tested.
 */
export const STRIP_OUTLIER = 0.03;

/**
 * Degree of the polynomial that gives the depth along a strip. Tested by strip-depth.test.ts: the depths of
 * a smooth tail change by less than 0.003.
 */
export const STRIP_CURVE_DEGREE = 3;

/**
 * Number of rounds in the fit of a strip's curve. Each round after the first weights the depths by their
 * distance from the previous round's curve. Tested by strip-depth.test.ts, with the wrong depths that
 * `STRIP_OUTLIER` describes.
 */
export const STRIP_CURVE_FITS = 5;

/**
 * Number of pixels with a depth that a strip needs for a curve. A strip with fewer pixels keeps its
 * interpolated depths. Tested by strip-depth.test.ts.
 */
export const STRIP_MIN_DEPTHS = 4 * STRIP_CURVE_DEGREE;

/**
 * Opacity of every surfel, 0…1. It does not depend on the opacity that the reconstructor gave the pixel,
 * because the photo shows that a surface is there. In close views transparent surfels would leave holes in
 * the mouse, or a shell around it. Surfels that are opaque, instead of as transparent as the
 * reconstructor's Gaussians (from opacity 0.02), raised the IoU from 0.886 to 0.924. This was measured on
 * reconstructions from six true views of 12 mice at 512². Tested by photo-surface.test.ts: the mean error
 * from the photo's camera is below 4 of 255.
 */
export const SURFEL_OPACITY = 0.95;

/**
 * Standard deviations of a surfel, in pixels of the photo. All but `across` apply within the surface: `inside` if there are
 * several photos, which are twice as fine as the views; `insideOnly` for a single photo. With 0.5, each surfel of a single
 * photo is a bead in a picture that is finer than the photo. `nearEdge` and `edge` apply one pixel inside the outline, and
 * at the outline; they are smaller, so that the outline does not grow. `across` applies across the surface. `edge` 0.4
 * instead of 0.3 raised the IoU from 0.924 to 0.931 (measured as for `SURFEL_OPACITY`). `edge`, `nearEdge` and `across` are
 * tested by photo-surface.test.ts: if one is larger, the picture from the photo's camera is wrong. If `edge` is smaller,
 * the mouse has holes from the side. `insideOnly` is tested there, too: if it is smaller, one sees beads.
 * `inside` is not tested.
 */
export const SURFEL_SIGMA = {
  inside: 0.5,
  insideOnly: 0.7,
  nearEdge: 0.5,
  edge: 0.4,
  across: 0.25,
};

/**
 * Pixels of depth per pixel of the photo. The plane of a surfel is at most this steep. Steeper surfels
 * would stick out of the surface as spikes. Not tested: the surfaces of the tests are less steep.
 */
export const MAX_SURFEL_SLOPE = 2;

/**
 * Pixels. In a band of this width inside the outline, the colours of pixels may be mixed with the
 * background's. Not tested: edge-colours.test.ts also passes with 1 and with 4.
 */
export const EDGE_WIDTH = 2;

/**
 * Colours 0…1. Near the outline a pixel may differ by at most this from the mean of the innermost pixels
 * nearby. Colours that differ more are clamped. A dark mouse shows small differences as a bright line, so the range is
 * `dark` + `perLight` · mean, and at most `most`. Larger values are tested by edge-colours.test.ts: the
 * corrected colour is wrong by less than 16 of 255. Smaller values are not tested.
 */
export const EDGE_COLOUR_RANGE = { dark: 0.02, perLight: 0.1, most: 0.06 };

/**
 * Number of views. A Gaussian is a floater if the masks of this many views exclude it. Painted views
 * disagree, and one or two of them may lack a paw. Tested by floaters.test.ts: two views are not enough,
 * three are.
 */
export const FLOATER_VIEWS = 3;

/**
 * Mask value, 0…1. A view's mask excludes a Gaussian if nine pixels are below this: the Gaussian's pixel
 * and the eight pixels around it. Tested by floaters.test.ts: 0.19 excludes a Gaussian, 0.21 does not.
 */
export const FLOATER_MASK = 0.2;

/**
 * World units. With several photos, a depth that another photo's mask excludes is moved by at most this along its ray.
 * Tested by hull-depth.test.ts.
 */
export const MAX_HULL_MOVE = 0.4;

/**
 * Blending of several photos. `power`: of the cosine between a surfel's normal and the direction to a camera. `behind`:
 * world units. A photo sees a surfel that is at most so far behind its surface. Tested by blend-colours.test.ts.
 */
export const BLEND = { power: 4, behind: 0.03 };

/**
 * Colours of painted Gaussians beside a single photo. Pairs are ramps. `reach`: world units from the photo's surface. A
 * Gaussian nearer than that shows the same spot as the photo. `opacity`: 0…1, of Gaussians that are compared. `inside`: share
 * of the mask around the pixel. `enough`: sum of the weights; with less, nothing changes. `blurPx`: pixels of the photo.
 * `cell`: world units. `spread`: rounds of blurring over cells. `fade`: weight of “no change”. `far`: share of the mean
 * difference that every Gaussian gets. Tested by harmonise.test.ts.
 */
export const HARMONY = {
  reach: [0.03, 0.06],
  opacity: [0.2, 0.4],
  inside: [0.9, 1],
  enough: [10, 40],
  blurPx: 3,
  cell: 0.05,
  spread: 6,
  fade: 0.002,
  far: 0.5,
} as const;

/**
 * Painted Gaussians of different views get the same colour (`agree-colours.ts`). `power`: of the cosine of the angle of
 * view. `reach`, world units: depths count wholly up to the first difference, and not from the second on. A faint Gaussian
 * says as little as of its depth (`OPACITY_FOR_DEPTH`). Tested by agree-colours.test.ts.
 */
export const AGREEMENT = { power: 12, reach: [0.015, 0.045] } as const;
