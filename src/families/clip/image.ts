import type { PlanarImage, RgbaImage } from '../../core/image/image.ts';
import { pillowResize } from '../../core/image/pillow-resize.ts';

/** Mean and standard deviation of OpenAI's training images, for RGB in 0…1. */
const CLIP_MEAN = [0.48145466, 0.4578275, 0.40821073];
const CLIP_STD = [0.26862954, 0.26130258, 0.27577711];

/**
 * The input of CLIP's vision tower, made in the steps of transformers' CLIPImageProcessor (the version that
 * uses Pillow).
 * - The picture is resized with a bicubic filter, so that its shorter side is `size` pixels.
 * - The square in the middle is cropped.
 * - Each value becomes (RGB/255 − mean) / std. Alpha is ignored.
 */
export const clipImage = (image: RgbaImage, size = 224): PlanarImage => {
  const shorter = Math.min(image.width, image.height);
  const [width, height] = [image.width, image.height].map((side) =>
    side === shorter ? size : Math.floor((size * side) / shorter),
  );
  const rgb = pillowResize(image, width, height, 'bicubic', 3);
  const [left, top] = [(width - size) >> 1, (height - size) >> 1];
  const data = new Float32Array(3 * size * size);
  for (let c = 0, to = 0; c < 3; c += 1)
    for (let y = 0; y < size; y += 1)
      for (let x = 0; x < size; x += 1, to += 1) {
        const level = rgb[((top + y) * width + left + x) * 3 + c];
        data[to] = (level / 255 - CLIP_MEAN[c]) / CLIP_STD[c];
      }
  return { width: size, height: size, channels: 3, data };
};
