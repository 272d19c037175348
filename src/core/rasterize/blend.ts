import { PIXEL_STRIDE } from './pixel-buffer.ts';
import { SPLAT } from './project.ts';
import { RULES } from './rules.ts';
import type { OpenTiles } from './tiles.ts';

/**
 * Pixels by which the splat's rows and chords are widened, so that rounding cannot make them too short. Each pixel's
 * alpha is still tested.
 */
const SLACK = 1e-6;

/**
 * Blends one splat behind the splats that were blended before. Visits only the pixels where alpha may reach 1/255. In
 * each row of the splat's tiles these are the pixels on the chord of the ellipse u² + v² ≤ REACH.
 * @param splats projected splats, laid out as `SPLAT`
 * @param at index of the splat's first number in `splats`
 * @param pixels the picture, `PIXEL_STRIDE` numbers per pixel, row-major
 * @param width width of the picture in pixels
 */
export function blendSplat(
  splats: Float64Array,
  at: number,
  pixels: Float64Array,
  width: number,
  tiles: OpenTiles,
): void {
  const left = splats[at + SPLAT.LEFT];
  const top = splats[at + SPLAT.TOP];
  const right = splats[at + SPLAT.RIGHT];
  const bottom = splats[at + SPLAT.BOTTOM];
  if (!tiles.any(left, top, right, bottom)) return;
  const centreX = splats[at + SPLAT.X];
  const centreY = splats[at + SPLAT.Y];
  const skew = splats[at + SPLAT.SKEW];
  const scaleU = splats[at + SPLAT.SCALE_U];
  const scaleV = splats[at + SPLAT.SCALE_V];
  const opacity = splats[at + SPLAT.OPACITY];
  const depth = splats[at + SPLAT.DEPTH];
  const red = splats[at + SPLAT.RED];
  const green = splats[at + SPLAT.GREEN];
  const blue = splats[at + SPLAT.BLUE];
  const reach = splats[at + SPLAT.REACH];

  const halfHeight = Math.sqrt(reach) / scaleV + SLACK;
  const firstRow = Math.max(top, Math.ceil(centreY - halfHeight));
  const endRow = Math.min(bottom, Math.floor(centreY + halfHeight) + 1);
  const bend = Math.exp(-scaleU * scaleU);
  for (let y = firstRow; y < endRow; y++) {
    const v = scaleV * (y - centreY);
    const rowX = centreX + skew * (y - centreY);
    const halfChord = Math.sqrt(Math.max(0, reach - v * v)) / scaleU + SLACK;
    const first = Math.max(left, Math.ceil(rowX - halfChord));
    const end = Math.min(right, Math.floor(rowX + halfChord) + 1);
    if (first >= end) continue;
    // A step of s to the right: e^(−½(u+s)²) = e^(−½u²)·ratio. Each ratio is the previous ratio times e^(−s²). So a
    // row needs only two exponentials.
    const u = scaleU * (first - rowX);
    let density = opacity * Math.exp(-0.5 * (u * u + v * v));
    let ratio = Math.exp(-scaleU * (u + 0.5 * scaleU));
    let p = PIXEL_STRIDE * (y * width + first);
    for (let x = first; x < end; x++, p += PIXEL_STRIDE) {
      const alpha = density < RULES.MAX_ALPHA ? density : RULES.MAX_ALPHA;
      density *= ratio;
      ratio *= bend;
      const transmittance = pixels[p];
      if (transmittance < 0 || alpha < RULES.MIN_ALPHA) continue;
      const next = transmittance * (1 - alpha);
      if (next < RULES.MIN_TRANSMITTANCE) {
        pixels[p] = -transmittance;
        tiles.close(x, y);
        continue;
      }
      const weight = transmittance * alpha;
      pixels[p] = next;
      pixels[p + 1] += weight * red;
      pixels[p + 2] += weight * green;
      pixels[p + 3] += weight * blue;
      pixels[p + 4] += weight * depth;
    }
  }
}
