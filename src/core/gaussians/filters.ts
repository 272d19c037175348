import { AppError } from '../errors.ts';
import { emptyCloud, shRestSize, type GaussianCloud } from './gaussian-cloud.ts';

/**
 * `pack` removes Gaussians that are nearly transparent. `facelift` applies FaceLift's rules. `none` keeps all
 * Gaussians. No filter looks for NaN: a cloud that is not finite is an error of the network that made it.
 */
export type FilterName = 'pack' | 'none' | 'facelift';

/** One of FaceLift's rules. Each rule can be chosen alone. */
type FilterRule = 'opacity' | 'large' | 'shoulders' | 'box';

type Keep = (cloud: GaussianCloud, i: number) => boolean;

const sigmoid = (x: number) => 1 / (1 + Math.exp(-x));

/**
 * FaceLift's rules, in FaceLift's order. Lengths are in world units, opacities are 0…1. `opacity` removes
 * Gaussians with an opacity of 0.04 or less. `large` removes Gaussians in the lower half (z ≤ 0) with a
 * standard deviation of 0.1 or more. `shoulders` removes Gaussians in the four lower corners of the box.
 * `box` removes Gaussians outside the box. `large` and `shoulders` were made for human heads, with hair above
 * and shoulders below. The lab kept these two rules for mice.
 */
export const FACELIFT_RULES: readonly { name: FilterRule; keep: Keep }[] = [
  { name: 'opacity', keep: ({ opacityLogit }, i) => sigmoid(opacityLogit[i]) > 0.04 },
  {
    name: 'large',
    keep: ({ xyz, logScale }, i) =>
      Math.exp(Math.max(...logScale.subarray(3 * i, 3 * i + 3))) < 0.1 || xyz[3 * i + 2] > 0,
  },
  {
    name: 'shoulders',
    keep: ({ xyz }, i) =>
      !(Math.abs(xyz[3 * i]) > 0.6 && Math.abs(xyz[3 * i + 1]) > 0.6 && xyz[3 * i + 2] < -0.6),
  },
  {
    name: 'box',
    keep: ({ xyz }, i) =>
      Math.abs(xyz[3 * i]) <= 0.91 &&
      Math.abs(xyz[3 * i + 1]) <= 0.91 &&
      Math.abs(xyz[3 * i + 2]) <= 1,
  },
];

/**
 * The Gaussians for which `keep` is true, in the cloud's order. The same object if all Gaussians are kept.
 */
export function selectGaussians(cloud: GaussianCloud, keep: (i: number) => boolean): GaussianCloud {
  const kept = new Int32Array(cloud.count);
  let count = 0;
  for (let i = 0; i < cloud.count; i++) if (keep(i)) kept[count++] = i;
  if (count === cloud.count) return cloud;
  const out = emptyCloud(count);
  const gather = (from: Float32Array, to: Float32Array, n: number) => {
    for (let i = 0; i < count; i++)
      for (let k = 0; k < n; k++) to[n * i + k] = from[n * kept[i] + k];
  };
  gather(cloud.xyz, out.xyz, 3);
  gather(cloud.shDc, out.shDc, 3);
  gather(cloud.opacityLogit, out.opacityLogit, 1);
  gather(cloud.logScale, out.logScale, 3);
  gather(cloud.rotation, out.rotation, 4);
  if (cloud.sh) {
    const width = 3 * shRestSize(cloud.sh.degree);
    out.sh = { degree: cloud.sh.degree, rest: new Float32Array(width * count) };
    gather(cloud.sh.rest, out.sh.rest, width);
  }
  return out;
}

/** Weight below which a faded Gaussian is removed: it changes no picture by a level. */
const MIN_WEIGHT = 1 / 255;

/**
 * The Gaussians with their opacities multiplied by `weight`, 0…1, in the cloud's order. Those with next to no weight are
 * removed.
 */
export function fadeGaussians(cloud: GaussianCloud, weight: (i: number) => number): GaussianCloud {
  const weights = Float32Array.from({ length: cloud.count }, (_, i) => weight(i));
  const kept = selectGaussians(cloud, (i) => weights[i] >= MIN_WEIGHT);
  const left = weights.filter((value) => value >= MIN_WEIGHT);
  if (left.every((value) => value === 1)) return kept;
  const opacityLogit = kept.opacityLogit.map((logit, i) => {
    const opacity = sigmoid(logit) * left[i];
    return left[i] === 1 ? logit : Math.log(opacity / (1 - opacity));
  });
  return { ...kept, opacityLogit };
}

/**
 * The Gaussians that pass a filter, in the cloud's order.
 *
 * @param filter a name, or a list of FaceLift's rules to apply. An empty list keeps every Gaussian
 * @param minOpacity opacity (0…1) below which `pack` removes a Gaussian
 * @throws AppError `settings-invalid` for an unknown rule
 */
export function filterGaussians(
  cloud: GaussianCloud,
  filter: FilterName | { rules: readonly FilterRule[] },
  minOpacity = 0,
): GaussianCloud {
  if (filter === 'none') return cloud;
  if (filter === 'pack')
    return selectGaussians(cloud, (i) => sigmoid(cloud.opacityLogit[i]) >= minOpacity);
  const rules = filter === 'facelift' ? FACELIFT_RULES : filter.rules.map(ruleNamed);
  return selectGaussians(cloud, (i) => rules.every(({ keep }) => keep(cloud, i)));
}

function ruleNamed(name: FilterRule) {
  const rule = FACELIFT_RULES.find((rule) => rule.name === name);
  if (rule) return rule;
  const message = `There is no filter rule ${name}`;
  throw new AppError('settings-invalid', { message, values: { reason: message } });
}
