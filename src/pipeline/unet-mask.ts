import type { PlanarImage, RgbaImage } from '../core/image.ts';
import { mirrorPlanar, toPlanar } from '../core/pixels.ts';
import { resizeRgba } from '../core/resize.ts';
import { buildMatting, type MattingConfig } from '../graphs/matting.ts';
import type { PhotoStages } from '../packs/manifest.ts';
import type { StageContext } from './context.ts';
import { edgeColour, fitSquare, insideOf } from './letterbox.ts';
import { confidenceOf, type NetworkMask } from './mask.ts';
import { keepMouse } from './mouse-part.ts';
import { configOf, packNetwork } from './networks.ts';
import { refineMask } from './refine-mask.ts';

/**
 * Alpha by the pack's own U-Net, which sees the photo as large as fits into its square, the rest in the
 * mean colour of the photo's edge, and sees its mirror image: the mean of both is nearer to the truth than
 * either. One mouse stays of it; its edges then follow those of the whole photo.
 */
export async function unetMask(
  image: RgbaImage,
  { files, config: raw }: PhotoStages['matting'] & { kind: 'unet' },
  { pack, runtime }: StageContext,
): Promise<NetworkMask> {
  const config = configOf<MattingConfig>(raw);
  const { size } = config;
  const box = fitSquare(image.width, image.height, size);
  const small = resizeRgba(image, box.width, box.height);
  const inner = toPlanar(small, 'signed');
  const colour = edgeColour(image);
  const plane = size * size;
  const square = new Float32Array(3 * plane);
  for (let c = 0; c < 3; c++) {
    square.fill(colour[c] / 127.5 - 1, c * plane, (c + 1) * plane);
    for (let y = 0; y < box.height; y++) {
      const from = (c * box.height + y) * box.width;
      const row = inner.data.subarray(from, from + box.width);
      square.set(row, c * plane + (box.top + y) * size + box.left);
    }
  }
  const network = packNetwork(pack, files, `${size}`, (options) => buildMatting(config, options), {
    small: true,
  });
  const see = async (picture: PlanarImage) => {
    const feeds = { image: { data: picture.data, shape: [1, 3, size, size] } };
    const { alpha } = await runtime.host.run(network, feeds, ['alpha']);
    return { width: size, height: size, channels: 1, data: alpha.data };
  };
  const photo = { width: size, height: size, channels: 3, data: square };
  const { data: alpha } = await see(photo);
  const { data: turned } = mirrorPlanar(await see(mirrorPlanar(photo)));
  alpha.forEach((value, i) => (alpha[i] = (value + turned[i]) / 2));
  keepMouse(alpha, size, size);
  const seen = insideOf(alpha, box);
  return { alpha: refineMask(seen, small, image), confidence: confidenceOf(seen) };
}
