import { selectGaussians } from './filters.ts';
import { shRestSize, type GaussianCloud } from './gaussian-cloud.ts';

/** Largest absolute value of a coordinate, a colour's coefficient or a quaternion's number. f32 arithmetic overflows beyond. */
export const LARGEST = 1e15;

/** Largest log scale: the variance of a larger Gaussian is no f32. */
const LARGEST_LOG_SCALE = 44;

/** The part of a Gaussian that is broken. */
type BrokenPart = 'centre' | 'colour' | 'opacity' | 'size' | 'rotation';

/** How it is broken. `zero`: an opacity of 0, or no extent along any axis. */
type BrokenHow = 'not finite' | 'too large' | 'zero';

/** A kind of broken Gaussians. */
export interface Broken {
  part: BrokenPart;
  how: BrokenHow;
  /** Number of Gaussians. */
  count: number;
}

/** How the numbers `from` … `to` − 1 are broken, if one is. */
function fault(values: Float32Array, from: number, to: number): BrokenHow | undefined {
  let how: BrokenHow | undefined;
  for (let i = from; i < to; i++) {
    if (Math.abs(values[i]) <= LARGEST) continue;
    if (!Number.isFinite(values[i])) return 'not finite';
    how = 'too large';
  }
  return how;
}

function faultOfSize(a: number, b: number, c: number): BrokenHow | undefined {
  const largest = Math.max(a, b, c);
  if (Number.isNaN(largest) || largest === Infinity) return 'not finite';
  if (largest === -Infinity) return 'zero';
  return largest > LARGEST_LOG_SCALE ? 'too large' : undefined;
}

const faultOfOpacity = (logit: number): BrokenHow | undefined =>
  Number.isNaN(logit) ? 'not finite' : logit === -Infinity ? 'zero' : undefined;

/** The first broken part of Gaussian `i`, and how it is broken. */
function brokenPart(cloud: GaussianCloud, i: number): [BrokenPart, BrokenHow] | undefined {
  const { xyz, shDc, sh, opacityLogit, logScale: s, rotation } = cloud;
  const p = 3 * i;
  let how = fault(xyz, p, p + 3);
  if (how) return ['centre', how];
  how = fault(shDc, p, p + 3);
  if (!how && sh) {
    const size = 3 * shRestSize(sh.degree);
    how = fault(sh.rest, size * i, size * (i + 1));
  }
  if (how) return ['colour', how];
  how = faultOfOpacity(opacityLogit[i]);
  if (how) return ['opacity', how];
  how = faultOfSize(s[p], s[p + 1], s[p + 2]);
  if (how) return ['size', how];
  how = fault(rotation, 4 * i, 4 * i + 4);
  return how && ['rotation', how];
}

/**
 * The Gaussians that can be drawn, in the cloud's order, and how many are broken in which way. Broken are values that
 * are NaN, infinite or beyond 10¹⁵, and sizes beyond 10¹⁹. So are an opacity of 0 and a size of 0, stored as −∞. An
 * opacity logit of +∞ is an opacity of 1. A log scale of −∞ along one or two axes is a flat Gaussian. Each Gaussian
 * counts once, with its first broken part. The same object if none is broken.
 */
export function withoutBroken(cloud: GaussianCloud): { cloud: GaussianCloud; broken: Broken[] } {
  const broken: Broken[] = [];
  const kept = selectGaussians(cloud, (i) => {
    const found = brokenPart(cloud, i);
    if (!found) return true;
    const [part, how] = found;
    const kind = broken.find((each) => each.part === part && each.how === how);
    if (kind) kind.count += 1;
    else broken.push({ part, how, count: 1 });
    return false;
  });
  return { cloud: kept, broken };
}
