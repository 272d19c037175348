import { LARGEST } from '../gaussians/broken.ts';
import { shRestSize, type GaussianCloud } from '../gaussians/gaussian-cloud.ts';

/**
 * Limits of the values: absolute coordinate, log scales, absolute opacity logit. Beyond these limits f32 arithmetic
 * overflows. Clamping changes no picture. A larger splat fills the view anyway. A smaller splat is drawn only as wide
 * as the low-pass filter `RULES.BLUR`. An opacity beyond the limits rounds to 1, or is too small to be drawn.
 */
const LIMIT = { coordinate: LARGEST, logScaleMin: -50, logScaleMax: 10, logit: 50 };

const within = (limit: number, ...values: number[]) => values.every((v) => Math.abs(v) <= limit);

/**
 * The cloud with all values finite and within `LIMIT`, so that shaders need not handle NaN and infinities. A Gaussian
 * becomes invisible if one of its values is NaN, or if its centre, colour or quaternion is beyond the limit. Scales
 * and opacities beyond the limits are clamped. Returns the same object if nothing has to change. The argument is
 * never changed.
 */
export function drawableCloud(cloud: GaussianCloud): GaussianCloud {
  let clean = cloud;
  const copy = () => {
    if (clean === cloud)
      clean = {
        ...cloud,
        xyz: cloud.xyz.slice(),
        shDc: cloud.shDc.slice(),
        opacityLogit: cloud.opacityLogit.slice(),
        logScale: cloud.logScale.slice(),
        rotation: cloud.rotation.slice(),
        ...(cloud.sh && { sh: { ...cloud.sh, rest: cloud.sh.rest.slice() } }),
      };
    return clean;
  };
  for (let i = 0; i < cloud.count; i++) {
    const isShFinite = hasFiniteSh(cloud, i);
    if (isShFinite && isWithinLimits(cloud, i)) continue;
    const target = copy();
    if (!isShFinite || mustHide(cloud, i)) {
      const size = target.sh ? 3 * shRestSize(target.sh.degree) : 0;
      target.sh?.rest.fill(0, size * i, size * (i + 1));
      target.xyz.fill(0, 3 * i, 3 * i + 3);
      target.shDc.fill(0, 3 * i, 3 * i + 3);
      target.logScale.fill(0, 3 * i, 3 * i + 3);
      target.rotation.fill(0, 4 * i, 4 * i + 4);
      target.opacityLogit[i] = -LIMIT.logit;
      continue;
    }
    target.opacityLogit[i] = clamp(cloud.opacityLogit[i], -LIMIT.logit, LIMIT.logit);
    for (let k = 3 * i; k < 3 * i + 3; k++)
      target.logScale[k] = clamp(cloud.logScale[k], LIMIT.logScaleMin, LIMIT.logScaleMax);
  }
  return clean;
}

const clamp = (value: number, low: number, high: number) => Math.min(high, Math.max(low, value));

/**
 * True if no value of Gaussian `i` has to change, SH coefficients above degree 0 left out. Coordinates, colour and
 * quaternion are tested by the sum of their absolute values: one comparison, because this runs for millions of
 * Gaussians.
 */
function isWithinLimits(c: GaussianCloud, i: number): boolean {
  const p = 3 * i;
  const r = 4 * i;
  const size =
    Math.abs(c.xyz[p]) +
    Math.abs(c.xyz[p + 1]) +
    Math.abs(c.xyz[p + 2]) +
    Math.abs(c.shDc[p]) +
    Math.abs(c.shDc[p + 1]) +
    Math.abs(c.shDc[p + 2]) +
    Math.abs(c.rotation[r]) +
    Math.abs(c.rotation[r + 1]) +
    Math.abs(c.rotation[r + 2]) +
    Math.abs(c.rotation[r + 3]);
  const s = c.logScale;
  return (
    size < LIMIT.coordinate &&
    Math.abs(c.opacityLogit[i]) <= LIMIT.logit &&
    Math.max(s[p], s[p + 1], s[p + 2]) <= LIMIT.logScaleMax &&
    Math.min(s[p], s[p + 1], s[p + 2]) >= LIMIT.logScaleMin
  );
}

/**
 * True if the absolute values of Gaussian `i`'s SH coefficients above degree 0 have a sum below `LIMIT.coordinate`.
 * False if a coefficient is NaN.
 */
function hasFiniteSh({ sh }: GaussianCloud, i: number): boolean {
  if (!sh) return true;
  const size = 3 * shRestSize(sh.degree);
  let sum = 0;
  for (let k = size * i; k < size * (i + 1); k++) sum += Math.abs(sh.rest[k]);
  return sum < LIMIT.coordinate;
}

/**
 * True if a value of Gaussian `i` is NaN, or a number of its centre, colour or quaternion exceeds `LIMIT.coordinate`.
 * SH coefficients above degree 0 are left out.
 */
function mustHide(c: GaussianCloud, i: number): boolean {
  const p = 3 * i;
  return (
    !within(LIMIT.coordinate, ...c.xyz.subarray(p, p + 3), ...c.shDc.subarray(p, p + 3)) ||
    !within(LIMIT.coordinate, ...c.rotation.subarray(4 * i, 4 * i + 4)) ||
    !within(Infinity, c.opacityLogit[i], ...c.logScale.subarray(p, p + 3))
  );
}
