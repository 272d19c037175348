import { AppError } from '../../core/errors.ts';
import type { NdArray, RgbaImage } from '../../core/image/image.ts';
import { pillowResize } from '../../core/image/pillow-resize.ts';
import type { NetworkRunner } from '../runner.ts';
import { removerNetwork } from './network.ts';
import type { OnnxMattingSection, RemoverConfig } from './section.ts';

/**
 * The mask of a photo by a background remover that the user imported. The steps are those of rembg 2.0. The
 * photo is resized to the network's input size; its aspect is not kept. The first output is stretched to 0…1,
 * cut to 8 bits, and resized to the photo's size. Small components are not removed.
 * @returns 0…1 in steps of 1/255, row-major, of the photo's size
 */
export async function onnxMask(
  photo: RgbaImage,
  { files, config }: OnnxMattingSection,
  runner: NetworkRunner,
): Promise<Float32Array<ArrayBuffer>> {
  const { size } = config;
  const { network, input, output } = await removerNetwork(files[0], config, runner);
  const feed = { data: removerInput(photo, config), shape: [1, 3, size, size] };
  const outputs = await runner.run(network, { [input]: feed }, [output]);
  const mask = stretched(outputs[output], config, files[0]);
  const whole = pillowResize(
    { width: size, height: size, data: mask },
    photo.width,
    photo.height,
    'lanczos',
    1,
  );
  return Float32Array.from(whole, (level) => level / 255);
}

/** The network's input, [3, size, size]. Alpha is ignored, as in Pillow's `convert('RGB')`. */
export function removerInput(
  image: RgbaImage,
  { size, divideBy, mean, std }: RemoverConfig,
): Float32Array<ArrayBuffer> {
  const pixels = pillowResize(image, size, size, 'lanczos', 3);
  const highest = divideBy === '255' ? 255 : pixels.reduce((a, b) => Math.max(a, b), 1e-6);
  const plane = size * size;
  const data = new Float32Array(3 * plane);
  for (let c = 0; c < 3; c++)
    for (let i = 0; i < plane; i++)
      data[c * plane + i] = (pixels[3 * i + c] / highest - mean[c]) / std[c];
  return data;
}

/**
 * The first channel, stretched to the range 0…255. Fractions are cut off. If all values are equal, the result
 * is zero.
 */
function stretched(
  { data, shape }: NdArray,
  { size, sigmoid }: RemoverConfig,
  file: string,
): Uint8Array {
  const [batch, channels, height, width] = shape;
  if (shape.length !== 4 || batch !== 1 || channels < 1 || height !== size || width !== size)
    throw new AppError('graph-invalid', {
      stage: 'matting',
      message: `${file} returned [${shape.join()}], not a mask of ${size} × ${size}`,
    });
  const values = data.slice(0, size * size);
  // Each step is rounded to float32, as in numpy.
  if (sigmoid)
    for (let i = 0; i < values.length; i++)
      values[i] = 1 / Math.fround(1 + Math.fround(Math.exp(-values[i])));
  let [low, high] = [Infinity, -Infinity];
  for (const value of values) {
    if (value < low) low = value;
    if (value > high) high = value;
  }
  const out = new Uint8Array(values.length);
  if (!(high > low)) return out;
  const range = Math.fround(high - low);
  for (let i = 0; i < values.length; i++)
    out[i] = Math.fround(Math.fround(Math.fround(values[i] - low) / range) * 255);
  return out;
}
