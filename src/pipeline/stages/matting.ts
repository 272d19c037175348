import { AppError } from '../../core/errors.ts';
import type { RgbaImage } from '../../core/image.ts';
import { toPlanar, withAlpha } from '../../core/pixels.ts';
import { resizeRgba } from '../../core/resize.ts';
import { buildMatting, type MattingConfig } from '../../graphs/matting.ts';
import { photoStages } from '../../packs/manifest.ts';
import type { StageContext } from '../context.ts';
import { edgeColour, fitSquare, unletterbox } from '../letterbox.ts';
import { describeMask, dropSpecks } from '../mask.ts';
import { configOf, packNetwork } from '../networks.ts';
import type { Cutout, Photo } from '../types.ts';

/** A mouse smaller than this share of the picture is none. */
const LEAST_COVERAGE = 0.0005;

/** Share of pixels that must be see-through before a picture's own alpha is taken for a mask. */
const USEFUL = 0.01;

/** The mouse cut out of its photo: by the picture's own alpha where that is useful, else by the network. */
export async function matting({ image }: Photo, context: StageContext): Promise<Cutout> {
  const { width, height } = image;
  const own = ownAlpha(image);
  const alpha = own ?? (await networkAlpha(image, context));
  const facts = describeMask(alpha, width, height);
  if (facts.coverage < LEAST_COVERAGE) {
    throw new AppError('mask-empty', {
      stage: 'matting',
      message: `The mask covers ${(100 * facts.coverage).toFixed(3)} % of the picture.`,
    });
  }
  return {
    image: own ? image : withAlpha(image, alpha),
    source: own ? 'alpha' : 'network',
    confidence: facts.confidence,
    touchesBorder: facts.touchesBorder,
  };
}

/** 0…1, or null where next to nothing of the picture is transparent. */
function ownAlpha({ data }: RgbaImage): Float32Array | null {
  const alpha = new Float32Array(data.length / 4);
  let clear = 0;
  for (let i = 0; i < alpha.length; i++) {
    alpha[i] = data[4 * i + 3] / 255;
    if (data[4 * i + 3] < 128) clear += 1;
  }
  return clear >= USEFUL * alpha.length ? alpha : null;
}

/** The network sees the photo as large as fits into its square, the rest in the mean colour of the photo's edge. */
async function networkAlpha(
  image: RgbaImage,
  { pack, runtime }: StageContext,
): Promise<Float32Array> {
  const { files, config: raw } = photoStages(pack.manifest).matting;
  const config = configOf<MattingConfig>(raw);
  const { size } = config;
  const box = fitSquare(image.width, image.height, size);
  const inner = toPlanar(resizeRgba(image, box.width, box.height), 'signed');
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
  const feeds = { image: { data: square, shape: [1, 3, size, size] } };
  const { alpha } = await runtime.host.run(network, feeds, ['alpha']);
  dropSpecks(alpha.data, size, size);
  return unletterbox(alpha.data, box, image.width, image.height);
}
