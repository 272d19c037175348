import type { PlanarImage, RgbaImage } from '../core/image.ts';
import { mirrorPlanar } from '../core/pixels.ts';
import { resizePlanar, resizeRgba } from '../core/resize.ts';
import type { GraphOptions } from '../graphs/builder.ts';
import { buildMatting, type MattingConfig } from '../graphs/matting.ts';
import type { PhotoStages } from '../packs/manifest.ts';
import type { StageContext } from './context.ts';
import { fitSquare, insideOf, inSquare } from './letterbox.ts';
import { confidenceOf, type NetworkMask } from './mask.ts';
import { keepMouse } from './mouse-part.ts';
import { configOf, packNetwork } from './networks.ts';
import { refineMask } from './refine-mask.ts';

/** Sides of the squares that the network looks at, in its own. */
const LOOKS = [7 / 8, 1, 9 / 8];

/** A photo larger than this (in sides of the network's square) is reduced once, not for every look. */
const LARGE = 4;

/**
 * Alpha by the pack's own U-Net, which sees the photo as large as fits into squares of three sizes, the rest in the
 * mean colour of the photo's edge, and its mirror image in each: the mean of all is nearer to the truth than one look. One
 * mouse stays of it; its edges then follow those of the whole photo.
 */
export async function unetMask(
  image: RgbaImage,
  { files, config: raw }: PhotoStages['matting'] & { kind: 'unet' },
  context: StageContext,
): Promise<NetworkMask> {
  const config = configOf<MattingConfig>(raw);
  const { size } = config;
  const most = fitSquare(image.width, image.height, LARGE * size);
  const photo = image.width > most.width ? resizeRgba(image, most.width, most.height) : image;
  const alpha = new Float32Array(size * size);
  const looks = looksOf(config);
  for (const look of looks) {
    const seen = resizePlanar(await maskAt(look, inSquare(photo, look)), size, size);
    seen.data.forEach((value, i) => (alpha[i] += value / looks.length));
  }
  keepMouse(alpha, size, size);
  const box = fitSquare(image.width, image.height, size);
  const seen = insideOf(alpha, box);
  const small = resizeRgba(photo, box.width, box.height);
  return { alpha: refineMask(seen, small, image), confidence: confidenceOf(seen) };

  /** What the network sees in a square and in its mirror image: the mean. */
  async function maskAt(look: number, square: PlanarImage): Promise<PlanarImage> {
    const build = (options: GraphOptions) => buildMatting(config, { ...options, size: look });
    const network = packNetwork(context.pack, files, `${look}`, build, { small: true });
    const see = async (picture: PlanarImage) => {
      const feeds = { image: { data: picture.data, shape: [1, 3, look, look] } };
      const { alpha } = await context.runtime.host.run(network, feeds, ['alpha']);
      return { width: look, height: look, channels: 1, data: alpha.data };
    };
    const own = await see(square);
    const turned = mirrorPlanar(await see(mirrorPlanar(square)));
    return { ...own, data: own.data.map((value, i) => (value + turned.data[i]) / 2) };
  }
}

/** Sides of the squares, such as the network can halve as often as it does. */
function looksOf({ size, channels }: MattingConfig): number[] {
  const step = 2 ** (channels.length - 1);
  return [...new Set(LOOKS.map((times) => step * Math.round((times * size) / step)))];
}
