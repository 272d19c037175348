import type { RgbaImage } from '../../core/image/image.ts';
import { alphaOf, opaque } from '../../core/image/pixels.ts';
import { resizePlanar } from '../../core/image/resize.ts';
import type { SquareNetwork } from '../../families/remover.ts';
import { cropPlane, cropRgba, extentOf, squareAround, type Box } from './crop-box.ts';
import { keepMouse } from './keep-mouse.ts';
import { maskIou } from './mask.ts';
import { runPasses } from './passes.ts';
import { OWN_ALPHA } from './photo-thresholds.ts';
import { MASK, ONE_PASS } from './thresholds.ts';

/**
 * Whether a picture's alpha channel is a cut-out of a mouse: whether the network finds about the same mouse in the
 * visible part. Transparency may also show a window's shadow, a round arena, turned corners, or the background.
 */
export async function isCutout(image: RgbaImage, network: SquareNetwork): Promise<boolean> {
  const { width, height } = image;
  const alpha = alphaOf(image);
  const extent = extentOf(alpha, width, height);
  if (!extent) return true;
  const whole: Box = { left: 0, top: 0, width, height };
  const box = squareAround(extent, image, OWN_ALPHA.margin) ?? whole;
  const crop = cropRgba(onPlain(image, alpha), box);
  const { alpha: found, small } = await runPasses(network, crop, ONE_PASS);
  keepMouse(found, small.width, small.height, { network: true });
  const own = {
    width: box.width,
    height: box.height,
    channels: 1,
    data: cropPlane(alpha, width, box),
  };
  return maskIou(resizePlanar(own, small.width, small.height).data, found) >= OWN_ALPHA.minIou;
}

/** The picture over a plain background that differs from the mean of its visible pixels. */
function onPlain({ width, height, data }: RgbaImage, alpha: Float32Array): RgbaImage {
  let [sum, weight] = [0, 0];
  alpha.forEach((a, i) => {
    sum += (a * (data[4 * i] + data[4 * i + 1] + data[4 * i + 2])) / 3;
    weight += a;
  });
  const behind = sum / weight > 128 ? OWN_ALPHA.behindBright : OWN_ALPHA.behindDark;
  const out = new Uint8ClampedArray(data.length);
  alpha.forEach((a, i) => {
    for (let c = 0; c < 3; c++) out[4 * i + c] = data[4 * i + c] * a + behind * (1 - a);
    out[4 * i + 3] = 255;
  });
  return { width, height, data: out };
}

/**
 * The picture without its alpha, in which the network can look for the mouse. If the transparent pixels
 * show nothing, a plain background replaces them.
 */
export function withoutAlpha(image: RgbaImage): RgbaImage {
  return hidesSomething(image) ? opaque(image) : onPlain(image, alphaOf(image));
}

/**
 * Whether the transparent pixels of a picture show something: whether many of them differ from the first one. At the
 * edge of a cut-out some always do.
 */
export function hidesSomething({ data }: RgbaImage): boolean {
  let first = -1;
  let [hidden, others] = [0, 0];
  for (let i = 0; i < data.length; i += 4) {
    if (data[i + 3] >= MASK.transparentLevel) continue;
    if (first < 0) first = i;
    hidden += 1;
    others += Number([0, 1, 2].some((c) => data[i + c] !== data[first + c]));
  }
  return others > OWN_ALPHA.minHidden * hidden;
}

/** Fraction of a mask that is visible in a picture, 0…1; 1 for an empty mask. */
export function visibleFraction({ data }: RgbaImage, mask: Float32Array): number {
  let [visible, all] = [0, 0];
  mask.forEach((value, i) => {
    all += value;
    visible += (value * data[4 * i + 3]) / 255;
  });
  return all === 0 ? 1 : visible / all;
}
