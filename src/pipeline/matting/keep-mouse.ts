import { componentsOf } from '../../core/image/components.ts';
import { dilated } from '../../core/image/dilate.ts';
import { DOUBT } from './photo-thresholds.ts';
import { COMPONENT } from './thresholds.ts';

/**
 * Keeps one mouse of a mask and sets the rest to 0. Changes `alpha`.
 * - The main component is the one with the largest opaque mass (Σ alpha⁴). It is kept.
 * - Components close to a kept component are kept, too, unless they are specks or other objects. Examples: a
 *   tail that a leg cuts off, or a mouse behind bars.
 * - If a kept component is opaque (`COMPONENT.minOpaqueFraction`), components close to this one are kept in the
 *   same way. They may be behind the next bar.
 * - A tail may leave the picture and come back over the border. A small opaque component at the border is kept
 *   if a kept component touches the border near it.
 * - Soft edges (alpha below `COMPONENT.minAlpha`) stay near kept components.
 *
 * @param alpha 0…1, row-major
 * @param network whether the mask comes from a network. Only then does a high alpha mean that the network is
 *   sure. Opaque components may then be larger, may continue behind several bars, and may come back over the
 *   picture's border
 * @param zoom how many times larger the mouse appears than in the whole photo. Distances are multiplied by this
 * @returns `others`: how many of the components that were set to 0 may be other animals (`DOUBT`)
 */
export function keepMouse(
  alpha: Float32Array,
  width: number,
  height: number,
  { network = false, zoom = 1 } = {},
): { others: number } {
  const { labels, mass, opaqueMass } = connectedComponents(alpha, width, height);
  const main = opaqueMass.reduce((best, m, id) => (m > opaqueMass[best] ? id : best), 0);
  if (main === 0) {
    alpha.fill(0);
    return { others: 0 };
  }
  const longer = zoom * Math.max(width, height);
  const isOpaque = (id: number) =>
    network && opaqueMass[id] > COMPONENT.minOpaqueFraction * mass[id];
  const relativeMass = mass.map((m) => m / mass[main]);
  const mayFollow = relativeMass.map(
    (m, id) => id > 0 && m > COMPONENT.minMass && (m < COMPONENT.maxMass || isOpaque(id)),
  );
  const onBorder = (i: number) => {
    const x = i % width;
    return x === 0 || x === width - 1 || i < width || i >= alpha.length - width;
  };
  const around = (
    ids: readonly boolean[],
    distance: number,
    where: (i: number) => boolean = () => true,
  ) =>
    dilated(
      labels.map((id, i) => Number(ids[id] && where(i))),
      { width, height },
      Math.ceil(distance * longer),
    );
  // In a narrow picture the gap is limited, so that it does not reach the opposite border.
  const returnGap = Math.min(COMPONENT.returnGap, (Math.min(width, height) / 2 - 1) / longer);
  const kept = mass.map((_, id) => id === main);
  for (let front = [...kept]; front.includes(true);) {
    const close = around(front, network ? COMPONENT.barGap : COMPONENT.softEdge);
    const nearExit = network ? around(front, returnGap, onBorder) : null;
    front = mass.map(() => false);
    labels.forEach((id, i) => {
      if (kept[id] || !mayFollow[id]) return;
      const returns =
        nearExit?.[i] && onBorder(i) && relativeMass[id] < COMPONENT.maxMass && isOpaque(id);
      if (!close[i] && !returns) return;
      kept[id] = true;
      front[id] = isOpaque(id);
    });
  }
  const soft = around(kept, COMPONENT.softEdge);
  for (let i = 0; i < alpha.length; i++)
    if (labels[i] > 0 ? !kept[labels[i]] : !soft[i] || alpha[i] < COMPONENT.minSoftAlpha)
      alpha[i] = 0;
  const isOther = (m: number, id: number) =>
    id > 0 &&
    !kept[id] &&
    m > DOUBT.otherMass * mass[main] &&
    opaqueMass[id] > DOUBT.otherOpaqueFraction * m;
  return { others: mass.filter(isOther).length };
}

/**
 * Components of pixels with alpha of at least `COMPONENT.minAlpha`, connected by sides or corners of pixels.
 * @returns `labels`: the number of each pixel's component, 1 or more; 0 for pixels of no component. `mass`: the
 *   sum of alpha of each component. `opaqueMass`: the sum of alpha⁴ of each component. A large object of half
 *   alpha has a smaller opaque mass than a somewhat smaller object of full alpha.
 */
function connectedComponents(alpha: Float32Array, width: number, height: number) {
  const isIn = (at: number) => alpha[at] >= COMPONENT.minAlpha;
  const { labels, count } = componentsOf({ width, height }, isIn, true);
  const mass = new Array<number>(count + 1).fill(0);
  const opaqueMass = new Array<number>(count + 1).fill(0);
  labels.forEach((id, at) => {
    if (id === 0) return;
    mass[id] += alpha[at];
    opaqueMass[id] += alpha[at] ** COMPONENT.opaquePower;
  });
  return { labels, mass, opaqueMass };
}
