/** Alpha from which a pixel can join two parts of a mask. */
const JOINED = 0.4;

/**
 * A smaller part than these shares of the largest is a speck, a larger one another thing, unless the network is sure of it;
 * what remains is a tail cut off by a leg, or a mouse behind bars.
 */
const [SPECK, OTHER] = [0.01, 0.15];

/** A part is sure whose alpha, to the power `SURE`, keeps this share of its sum. */
const CERTAIN = 0.8;

/** Power of alpha that a pixel counts for in the choice of the part. */
const SURE = 4;

/** How far from what is kept a soft edge may reach: share of the whole photo's longer side. */
const REACH = 6 / 256;

/** The same for a part: as wide is a bar. */
const BAR = 8 / 256;

/** How far along the picture's edge a tail may come back that has left over it. */
const RETURN = 96 / 256;

/**
 * Sets to zero whatever of a mask is neither its largest part, doubtful pixels counting little, nor a smaller one close to it,
 * with their soft edges.
 *
 * @param network the mask is a network's, which knows what it sees: what it is sure of may be larger, goes on behind several
 *   bars, and comes back over the picture's edge
 * @param zoom how many times larger than in the whole photo the mouse is
 */
export function keepMouse(
  alpha: Float32Array,
  width: number,
  height: number,
  { network = false, zoom = 1 } = {},
): void {
  const { label, mass, sure } = parts(alpha, width, height);
  const largest = sure.reduce((best, m, id) => (m > sure[best] ? id : best), 0);
  if (largest === 0) {
    alpha.fill(0);
    return;
  }
  const longer = zoom * Math.max(width, height);
  const certain = (id: number) => network && sure[id] > CERTAIN * mass[id];
  const share = mass.map((m) => m / mass[largest]);
  const follows = share.map((s, id) => id > 0 && s > SPECK && (s < OTHER || certain(id)));
  const onEdge = (i: number) => {
    const x = i % width;
    return x === 0 || x === width - 1 || i < width || i >= alpha.length - width;
  };
  const around = (
    ids: readonly boolean[],
    reach: number,
    where: (i: number) => boolean = () => true,
  ) =>
    grown(
      label.map((id, i) => Number(ids[id] && where(i))),
      width,
      height,
      Math.ceil(reach * longer),
    );
  // Not across a narrow picture to its other edge.
  const back = Math.min(RETURN, (Math.min(width, height) / 2 - 1) / longer);
  const kept = mass.map((_, id) => id === largest);
  for (let front = [...kept]; front.includes(true);) {
    const close = around(front, network ? BAR : REACH);
    const leaving = network ? around(front, back, onEdge) : null;
    front = mass.map(() => false);
    label.forEach((id, i) => {
      if (kept[id] || !follows[id]) return;
      const returns = leaving?.[i] && onEdge(i) && share[id] < OTHER && certain(id);
      if (!close[i] && !returns) return;
      kept[id] = true;
      front[id] = certain(id);
    });
  }
  const here = around(kept, REACH);
  for (let i = 0; i < alpha.length; i++)
    if (label[i] > 0 ? !kept[label[i]] : !here[i] || alpha[i] < 0.02) alpha[i] = 0;
}

/**
 * Connected parts, corner to corner: the part of each pixel (0: none), the alpha of each part together, and its fourth
 * power: a thing that the network half takes for a mouse must not outweigh a smaller one that it is sure of.
 */
function parts(alpha: Float32Array, width: number, height: number) {
  const label = new Int32Array(alpha.length);
  const mass = [0];
  const sure = [0];
  const stack: number[] = [];
  for (let seed = 0; seed < alpha.length; seed++) {
    if (label[seed] !== 0 || alpha[seed] < JOINED) continue;
    const id = mass.length;
    mass.push(0);
    sure.push(0);
    label[seed] = id;
    stack.push(seed);
    for (let at = stack.pop(); at !== undefined; at = stack.pop()) {
      mass[id] += alpha[at];
      sure[id] += alpha[at] ** SURE;
      const x = at % width;
      const y = (at - x) / width;
      for (let ny = Math.max(0, y - 1); ny <= Math.min(height - 1, y + 1); ny++)
        for (let nx = Math.max(0, x - 1); nx <= Math.min(width - 1, x + 1); nx++) {
          const next = ny * width + nx;
          if (label[next] !== 0 || alpha[next] < JOINED) continue;
          label[next] = id;
          stack.push(next);
        }
    }
  }
  return { label, mass, sure };
}

/** Where the mask has a pixel within a square of `reach` around. */
function grown(mask: Int32Array, width: number, height: number, reach: number): Uint8Array {
  const rows = spread(mask, 1, width, width, height, reach);
  return spread(rows, width, height, 1, width, reach);
}

/** Along lines of `count` pixels, `step` apart; `lines` of them, `stride` apart. */
function spread(
  mask: ArrayLike<number>,
  step: number,
  count: number,
  stride: number,
  lines: number,
  reach: number,
): Uint8Array {
  const out = new Uint8Array(mask.length);
  for (let line = 0; line < lines; line++) {
    const start = line * stride;
    for (let i = 0, last = -Infinity; i < count + reach; i++) {
      if (i < count && mask[start + i * step]) last = i;
      const at = i - reach; // everything up to `reach` ahead of it has been seen
      if (at >= 0) out[start + at * step] = Number(last >= at - reach);
    }
  }
  return out;
}
