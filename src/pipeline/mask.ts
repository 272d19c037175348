/** Alpha from which a pixel can join two parts of a mask. */
const JOINED = 0.2;

/** A part with less than this share of the largest one is dropped. A thin tail cut off by a leg has more. */
const SPECK = 0.03;

/** Sets to zero whatever does not hang together with the largest part of a mask, or is no speck beside it. */
export function dropSpecks(alpha: Float32Array, width: number, height: number): void {
  const label = new Int32Array(alpha.length);
  const mass = [0];
  const stack: number[] = [];
  for (let seed = 0; seed < alpha.length; seed++) {
    if (label[seed] !== 0 || alpha[seed] < JOINED) continue;
    const id = mass.length;
    mass.push(0);
    label[seed] = id;
    stack.push(seed);
    for (let at = stack.pop(); at !== undefined; at = stack.pop()) {
      mass[id] += alpha[at];
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
  const least = SPECK * Math.max(...mass);
  for (let i = 0; i < alpha.length; i++)
    if (label[i] === 0 ? alpha[i] < 0.02 : mass[label[i]] < least) alpha[i] = 0;
}

/** What a network makes of a photo. */
export interface NetworkMask {
  /** 0…1, row-major, of the photo's size. */
  alpha: Float32Array<ArrayBuffer>;
  /** `confidenceOf` the mask as the network gave it. */
  confidence: number;
}

/** Mean of |2·alpha − 1| over the pixels that are not clearly background, 0…1. */
export function confidenceOf(alpha: Float32Array): number {
  let candidates = 0;
  let certainty = 0;
  for (const value of alpha) {
    if (value <= 0.05) continue;
    candidates += 1;
    certainty += Math.abs(2 * value - 1);
  }
  return candidates === 0 ? 0 : certainty / candidates;
}

export interface MaskFacts {
  /** Share of the picture that is rather mouse than not. */
  coverage: number;
  /** More than a stray pixel of the mask lies on a border. */
  touchesBorder: boolean;
}

/** @param alpha 0…1, row-major */
export function describeMask(alpha: Float32Array, width: number, height: number): MaskFacts {
  let inside = 0;
  let border = 0;
  for (let i = 0; i < alpha.length; i++) {
    if (alpha[i] <= 0.5) continue;
    inside += 1;
    const x = i % width;
    if (x === 0 || x === width - 1 || i < width || i >= alpha.length - width) border += 1;
  }
  return {
    coverage: inside / alpha.length,
    touchesBorder: border > Math.max(1, 0.002 * (width + height)),
  };
}
