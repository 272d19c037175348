import type { PlanarImage, RgbaImage } from '../../core/image/image.ts';
import { mirrorPlanar } from '../../core/image/pixels.ts';
import { resizePlanar, resizeRgba } from '../../core/image/resize.ts';
import type { GraphOptions } from '../../graphs/builder.ts';
import { buildMatting, type MattingConfig } from '../../families/matting-unet/graph.ts';
import type { PhotoStages } from '../../packs/manifest.ts';
import type { StageContext } from '../context.ts';
import { fitSquare, insideOf, inSquare } from './letterbox.ts';
import { configOf, packNetwork } from '../networks.ts';

/** One square that the network sees: its side, in the network's own, and whether the picture is mirrored in it. */
export interface Look {
  side: number;
  mirrored: boolean;
}

/** Looks at the mouse, closer. */
export const CLOSER: readonly Look[] = [
  { side: 1, mirrored: false },
  { side: 1, mirrored: true },
];

/** What the network sees in a picture. */
export interface Seen {
  /** 0…1, of the size of `small`. */
  alpha: Float32Array<ArrayBuffer>;
  /** The picture as large as fits into the network's square. */
  small: RgbaImage;
}

/** A picture larger than this (in sides of the network's square) is reduced once, not for every look. */
const LARGE = 4;

/**
 * Mean of what the pack's own U-Net sees in several looks at a picture, which lies as large as it fits in the squares, the rest
 * in the mean colour of its edge.
 */
export async function seenBy(
  { files, config: raw }: PhotoStages['matting'] & { kind: 'unet' },
  picture: RgbaImage,
  looks: readonly Look[],
  context: StageContext,
): Promise<Seen> {
  const config = configOf<MattingConfig>(raw);
  const { size } = config;
  const reduced = reducedFor(picture, size);
  const mean = new Float32Array(size * size);
  for (const { side, mirrored } of looks) {
    const look = sideOf(config, side);
    const square = inSquare(reduced, look);
    const mask = await maskAt(look, mirrored ? mirrorPlanar(square) : square);
    const seen = resizePlanar(mirrored ? mirrorPlanar(mask) : mask, size, size);
    seen.data.forEach((value, i) => (mean[i] += value / looks.length));
  }
  const inner = fitSquare(picture.width, picture.height, size);
  return { alpha: insideOf(mean, inner), small: resizeRgba(reduced, inner.width, inner.height) };

  async function maskAt(look: number, square: PlanarImage): Promise<PlanarImage> {
    const build = (options: GraphOptions) => buildMatting(config, { ...options, size: look });
    const network = packNetwork(context.pack, files, `${look}`, build, { small: true });
    const feeds = { image: { data: square.data, shape: [1, 3, look, look] } };
    const { alpha } = await context.runtime.host.run(network, feeds, ['alpha']);
    return { width: look, height: look, channels: 1, data: alpha.data };
  }
}

/** A picture with no more pixels than looks at it, or at a part of it, need; `size`: side of the network's square. */
export function reducedFor(picture: RgbaImage, size: number): RgbaImage {
  const most = fitSquare(picture.width, picture.height, LARGE * size);
  return picture.width > most.width ? resizeRgba(picture, most.width, most.height) : picture;
}

/** A side such as the network can halve as often as it does. */
function sideOf({ size, channels }: MattingConfig, times: number): number {
  const step = 2 ** (channels.length - 1);
  return step * Math.max(1, Math.round((times * size) / step));
}
