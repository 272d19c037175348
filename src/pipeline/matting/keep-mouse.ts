import { COMPONENT } from './thresholds.ts';

/**
 * Keeps one mouse of a mask and sets the rest to 0. Changes `alpha`.
 * - The main component is the one of the largest confident mass (Σ alpha⁴).
 * - A component close to a kept one is kept too, if it is neither a speck nor another object: a tail that a leg
 *   cuts off, or a mouse behind bars. From a component that the network is confident of, the next one may
 *   follow, behind the next bar.
 * - A tail may leave the picture and come back over its edge: a small confident component at the edge is kept
 *   if a kept component touches the edge near it.
 * - Soft edges (alpha below `COMPONENT.minAlpha`) stay near kept components.
 *
 * @param alpha 0…1, row-major
 * @param network the mask is from a network, so that its alpha says how confident it is. Confident components
 *   may then be larger, are followed behind several bars, and may come back over the picture's edge
 * @param zoom how many times larger the mouse appears than in the whole photo. Distances are scaled by it
 */
export function keepMouse(
  alpha: Float32Array,
  width: number,
  height: number,
  { network = false, zoom = 1 } = {},
): void {
  const { labels, mass, confidentMass } = connectedComponents(alpha, width, height);
  const main = confidentMass.reduce((best, m, id) => (m > confidentMass[best] ? id : best), 0);
  if (main === 0) {
    alpha.fill(0);
    return;
  }
  const longer = zoom * Math.max(width, height);
  const isConfident = (id: number) =>
    network && confidentMass[id] > COMPONENT.confidentFraction * mass[id];
  const relativeMass = mass.map((m) => m / mass[main]);
  const mayFollow = relativeMass.map(
    (m, id) => id > 0 && m > COMPONENT.minMass && (m < COMPONENT.maxMass || isConfident(id)),
  );
  const onEdge = (i: number) => {
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
      width,
      height,
      Math.ceil(distance * longer),
    );
  // Limited in a narrow picture, so that it does not reach across to the opposite edge.
  const returnGap = Math.min(COMPONENT.returnGap, (Math.min(width, height) / 2 - 1) / longer);
  const kept = mass.map((_, id) => id === main);
  for (let front = [...kept]; front.includes(true);) {
    const close = around(front, network ? COMPONENT.barGap : COMPONENT.softEdge);
    const nearExit = network ? around(front, returnGap, onEdge) : null;
    front = mass.map(() => false);
    labels.forEach((id, i) => {
      if (kept[id] || !mayFollow[id]) return;
      const returns =
        nearExit?.[i] && onEdge(i) && relativeMass[id] < COMPONENT.maxMass && isConfident(id);
      if (!close[i] && !returns) return;
      kept[id] = true;
      front[id] = isConfident(id);
    });
  }
  const soft = around(kept, COMPONENT.softEdge);
  for (let i = 0; i < alpha.length; i++)
    if (labels[i] > 0 ? !kept[labels[i]] : !soft[i] || alpha[i] < COMPONENT.minSoftAlpha)
      alpha[i] = 0;
}

/**
 * Components of pixels with alpha of at least `COMPONENT.minAlpha`, connected by edges or corners.
 * @returns `labels`: component of each pixel, from 1 on (0: none). By component: `mass`, the sum of alpha, and
 *   `confidentMass`, the sum of alpha⁴. In the latter, a large object of half alpha does not outweigh a smaller
 *   one of full alpha.
 */
function connectedComponents(alpha: Float32Array, width: number, height: number) {
  const labels = new Int32Array(alpha.length);
  const mass = [0];
  const confidentMass = [0];
  const stack: number[] = [];
  for (let seed = 0; seed < alpha.length; seed++) {
    if (labels[seed] !== 0 || alpha[seed] < COMPONENT.minAlpha) continue;
    const id = mass.length;
    mass.push(0);
    confidentMass.push(0);
    labels[seed] = id;
    stack.push(seed);
    for (let at = stack.pop(); at !== undefined; at = stack.pop()) {
      mass[id] += alpha[at];
      confidentMass[id] += alpha[at] ** COMPONENT.confidentPower;
      const x = at % width;
      const y = (at - x) / width;
      for (let ny = Math.max(0, y - 1); ny <= Math.min(height - 1, y + 1); ny++)
        for (let nx = Math.max(0, x - 1); nx <= Math.min(width - 1, x + 1); nx++) {
          const next = ny * width + nx;
          if (labels[next] !== 0 || alpha[next] < COMPONENT.minAlpha) continue;
          labels[next] = id;
          stack.push(next);
        }
    }
  }
  return { labels, mass, confidentMass };
}

/** The mask dilated by a square of 2·`radius` + 1 pixels. 1 inside, 0 outside. */
function dilated(mask: Int32Array, width: number, height: number, radius: number): Uint8Array {
  const rows = dilatedLines(mask, 1, width, width, height, radius);
  return dilatedLines(rows, width, height, 1, width, radius);
}

/** Dilates along lines: `lines` of them, `stride` apart, each of `count` pixels that are `step` apart. */
function dilatedLines(
  mask: ArrayLike<number>,
  step: number,
  count: number,
  stride: number,
  lines: number,
  radius: number,
): Uint8Array {
  const out = new Uint8Array(mask.length);
  for (let line = 0; line < lines; line++) {
    const start = line * stride;
    for (let i = 0, last = -Infinity; i < count + radius; i++) {
      if (i < count && mask[start + i * step]) last = i;
      // `last` is up to date to `radius` pixels beyond `at`.
      const at = i - radius;
      if (at >= 0) out[start + at * step] = Number(last >= at - radius);
    }
  }
  return out;
}
